package dev.portolan.registry;

/** Where a part of a host's requests goes. */
public sealed interface TrafficTarget {
  /** To the host's own destinations in one cluster. */
  record InCluster(OriginId cluster) implements TrafficTarget {
    @Override
    public String toString() {
      return "cluster " + cluster;
    }
  }

  /** To another host of the same virtual mesh. */
  record OtherHost(HostKey host) implements TrafficTarget {
    @Override
    public String toString() {
      return "host " + host;
    }
  }
}
