package dev.portolan.registry;

import java.util.Comparator;

/**
 * One address of an east-west gateway.
 *
 * @param address canonical IP literal
 * @param port of the AUTO_PASSTHROUGH listener; Istio's default is 15443
 */
public record Gateway(String address, int port) implements Comparable<Gateway> {
  private static final Comparator<Gateway> ORDER =
      Comparator.comparing(Gateway::address).thenComparingInt(Gateway::port);

  public Gateway {
    Names.require("gateway address", address, IpAddress.endpointProblem(address));
    address = IpAddress.canonical(address).orElseThrow();
    Names.requirePort("gateway port", port);
  }

  @Override
  public int compareTo(Gateway other) {
    return ORDER.compare(this, other);
  }
}
