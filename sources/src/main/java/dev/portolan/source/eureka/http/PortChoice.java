package dev.portolan.source.eureka.http;

/** Which of an instance's two ports is taken. */
public enum PortChoice {
  /** The insecure one where it is enabled, else the secure one where that is. */
  ENABLED,
  /** The secure one where it is enabled. */
  SECURE,
  /** The insecure one where it is enabled. */
  INSECURE
}
