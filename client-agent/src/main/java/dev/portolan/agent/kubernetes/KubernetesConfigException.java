package dev.portolan.agent.kubernetes;

/** No client can be built from what was configured; the message is for the operator. */
public final class KubernetesConfigException extends Exception {
  KubernetesConfigException(String message) {
    super(message);
  }

  KubernetesConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
