package dev.portolan.it.ads;

import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One endpoint as a proxy gets it.
 *
 * @param priority 0 is used first
 * @param address with its port
 * @param locality {@code region/zone}; what is unknown is left out
 * @param weight within its locality
 * @param mutualTls whether the proxy is told to use mesh mTLS towards it
 */
public record ProxyEndpoint(
    int priority, String address, String locality, int weight, boolean mutualTls) {

  /** By priority and address. */
  static List<ProxyEndpoint> of(ClusterLoadAssignment assignment) {
    return assignment.getEndpointsList().stream()
        .flatMap(group -> group.getLbEndpointsList().stream().map(endpoint -> of(group, endpoint)))
        .sorted(
            Comparator.comparingInt(ProxyEndpoint::priority).thenComparing(ProxyEndpoint::address))
        .toList();
  }

  private static ProxyEndpoint of(LocalityLbEndpoints group, LbEndpoint endpoint) {
    SocketAddress socket = endpoint.getEndpoint().getAddress().getSocketAddress();
    return new ProxyEndpoint(
        group.getPriority(),
        socket.getAddress() + ":" + socket.getPortValue(),
        Stream.of(group.getLocality().getRegion(), group.getLocality().getZone())
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining("/")),
        endpoint.getLoadBalancingWeight().getValue(),
        "istio".equals(tlsMode(endpoint)));
  }

  private static String tlsMode(LbEndpoint endpoint) {
    return endpoint
        .getMetadata()
        .getFilterMetadataOrDefault(
            "envoy.transport_socket_match", com.google.protobuf.Struct.getDefaultInstance())
        .getFieldsOrDefault("tlsMode", Value.getDefaultInstance())
        .getStringValue();
  }
}
