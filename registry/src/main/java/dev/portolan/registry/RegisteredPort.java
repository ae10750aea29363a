package dev.portolan.registry;

/**
 * A port of a service, and where one instance serves it.
 *
 * @param target port of the instance, 1 to 65535
 */
public record RegisteredPort(ServicePort port, int target) {
  public RegisteredPort {
    Names.requirePort("target of port " + port.name(), target);
  }

  /** Whether two instances mean the same port of the service; each has its own target. */
  boolean agreesWith(ServicePort other) {
    return port.number() == other.number() && port.protocol() == other.protocol();
  }
}
