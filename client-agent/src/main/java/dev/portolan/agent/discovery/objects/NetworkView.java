package dev.portolan.agent.discovery.objects;

import dev.portolan.registry.Sorted;
import java.util.List;
import java.util.SortedSet;

/**
 * Endpoints of which networks istiod shows to a proxy, as the proxy asks for it: Istio's {@code
 * ISTIO_META_REQUESTED_NETWORK_VIEW}. A gateway's filter chains do not depend on it, what stands
 * behind them does.
 *
 * @param networks empty means all
 */
public record NetworkView(SortedSet<String> networks) {
  /** The view of a proxy that asks for nothing in particular. */
  public static final NetworkView ALL = new NetworkView(Sorted.set(List.of()));

  public NetworkView {
    networks = Sorted.set(networks);
  }

  /** Whether the proxy sees endpoints of every network. */
  public boolean open() {
    return networks.isEmpty();
  }

  /** Whether it sees endpoints of a network; those of none, "", are seen by everybody. */
  public boolean shows(String network) {
    return open() || network.isEmpty() || networks.contains(network);
  }
}
