package dev.portolan.it.ads;

import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import java.util.List;

/**
 * What an east-west gateway does with connections that ask for a server name.
 *
 * @param port on which it listens
 * @param sni asked for in the TLS handshake, which it does not terminate
 * @param cluster to which it passes them
 */
public record GatewayChain(int port, String sni, String cluster) {

  static List<GatewayChain> of(Listener listener) {
    int port = listener.getAddress().getSocketAddress().getPortValue();
    return listener.getFilterChainsList().stream()
        .flatMap(
            chain ->
                chain.getFilterChainMatch().getServerNamesList().stream()
                    .map(sni -> new GatewayChain(port, sni, target(chain))))
        .toList();
  }

  private static String target(FilterChain chain) {
    return chain.getFiltersList().stream()
        .map(Filter::getTypedConfig)
        .filter(config -> config.is(TcpProxy.class))
        .map(config -> ProxyCluster.unpack(config, TcpProxy.class).getCluster())
        .findFirst()
        .orElse("");
  }
}
