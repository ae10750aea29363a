package dev.portolan.registry;

/**
 * One port that a service listens on.
 *
 * @param name RFC 1123 label, unique in the service
 * @param number 1 to 65535, unique in the service
 */
public record ServicePort(String name, int number, Protocol protocol) {
  public ServicePort {
    Names.requireLabel("port name", name);
    Names.requirePort("port " + name, number);
  }
}
