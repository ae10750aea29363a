package dev.portolan.it.ads;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One cluster as a proxy gets it.
 *
 * @param name as istiod builds it: see {@link #outbound}
 * @param snis that mesh mTLS connections ask for; empty when there are none
 * @param identities SPIFFE ids of which the server has to prove one; empty: any of the mesh
 * @param alwaysMutualTls mesh mTLS towards every endpoint, not only to those marked for it
 * @param ejects whether failing endpoints are ejected, without which tiers mean nothing
 */
public record ProxyCluster(
    String name,
    Set<String> snis,
    Set<String> identities,
    boolean alwaysMutualTls,
    boolean ejects) {

  /** The name of the cluster for a host's port; the subset may be empty. */
  public static String outbound(int port, String subset, String host) {
    return "outbound|%d|%s|%s".formatted(port, subset, host);
  }

  static ProxyCluster of(Cluster cluster) {
    List<UpstreamTlsContext> contexts =
        Stream.concat(
                Stream.of(cluster.getTransportSocket()),
                cluster.getTransportSocketMatchesList().stream()
                    .map(Cluster.TransportSocketMatch::getTransportSocket))
            .filter(ProxyCluster::isTls)
            .map(ProxyCluster::context)
            .toList();
    Set<String> snis = new TreeSet<>();
    Set<String> identities = new TreeSet<>();
    for (UpstreamTlsContext context : contexts) {
      snis.add(context.getSni());
      identities(context).forEach(identities::add);
    }
    return new ProxyCluster(
        cluster.getName(),
        snis,
        identities,
        cluster.getTransportSocketMatchesCount() == 0 && !contexts.isEmpty(),
        cluster.hasOutlierDetection());
  }

  @SuppressWarnings("deprecation") // the field that istiod fills
  private static Stream<String> identities(UpstreamTlsContext context) {
    return context
        .getCommonTlsContext()
        .getCombinedValidationContext()
        .getDefaultValidationContext()
        .getMatchSubjectAltNamesList()
        .stream()
        .map(StringMatcher::getExact);
  }

  private static boolean isTls(TransportSocket socket) {
    return socket.getTypedConfig().is(UpstreamTlsContext.class);
  }

  private static UpstreamTlsContext context(TransportSocket socket) {
    return unpack(socket.getTypedConfig(), UpstreamTlsContext.class);
  }

  static <T extends com.google.protobuf.Message> T unpack(Any any, Class<T> type) {
    try {
      return any.unpack(type);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("istiod sent something else as " + type.getSimpleName(), e);
    }
  }
}
