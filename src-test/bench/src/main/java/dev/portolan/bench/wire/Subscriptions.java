package dev.portolan.bench.wire;

import dev.portolan.registry.Revision;
import dev.portolan.wire.RevisionCodec;
import dev.portolan.wire.xds.ClientFeatures;
import dev.portolan.wire.xds.ResourceType;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a subscriber says first on a delta stream, and how it knows that it has everything.
 *
 * @param requests encoded, in order
 * @param marker the type whose response closes a consistent point, unless a response that completes
 *     one says so itself; empty when every response closes one
 */
public record Subscriptions(List<byte[]> requests, String marker) {
  /** The type that the control plane's cache is fastest with: its wildcard. */
  public static final String CLUSTERS = "type.googleapis.com/envoy.config.cluster.v3.Cluster";

  private static final ResourceType FIRST = ResourceType.VIRTUAL_MESH;

  public Subscriptions {
    requests = List.copyOf(requests);
  }

  /** What a Portolan agent asks for: every type, then bookmarks. */
  public static Subscriptions agent(String cluster) {
    return agent(cluster, Revision.NONE, Map.of(), laterRequests(Map.of()));
  }

  /**
   * An agent that comes back.
   *
   * @param held its resume token; {@link Revision#NONE} for none
   * @param versions what it holds by its own account, by type
   * @param later made of the same versions by {@link #laterRequests}, and shared by all agents
   */
  public static Subscriptions agent(
      String cluster,
      Revision held,
      Map<String, Map<String, String>> versions,
      List<byte[]> later) {
    DeltaDiscoveryRequest first =
        everything(FIRST, versions)
            .setNode(
                Node.newBuilder()
                    .setId(cluster + "/1")
                    .setCluster(cluster)
                    .setUserAgentName("portolan-agent")
                    .addClientFeatures(ClientFeatures.INLINE_POINTS)
                    .setMetadata(RevisionCodec.resumeToken(held)))
            .build();
    List<byte[]> requests = new ArrayList<>(List.of(first.toByteArray()));
    requests.addAll(later);
    return new Subscriptions(requests, ResourceType.BOOKMARK.typeUrl());
  }

  /**
   * What an agent says of all types but the first.
   *
   * @param versions what it holds by its own account, by type
   */
  public static List<byte[]> laterRequests(Map<String, Map<String, String>> versions) {
    return Arrays.stream(ResourceType.values())
        .filter(type -> type != FIRST)
        .map(type -> everything(type, versions).build().toByteArray())
        .toList();
  }

  private static DeltaDiscoveryRequest.Builder everything(
      ResourceType type, Map<String, Map<String, String>> versions) {
    return DeltaDiscoveryRequest.newBuilder()
        .setTypeUrl(type.typeUrl())
        .addResourceNamesSubscribe("*")
        .putAllInitialResourceVersions(versions.getOrDefault(type.typeUrl(), Map.of()));
  }

  /** All clusters, as an Envoy asks for them, with what it holds by its own account. */
  public static Subscriptions clusters(String node, Map<String, String> versions) {
    DeltaDiscoveryRequest request =
        DeltaDiscoveryRequest.newBuilder()
            .setTypeUrl(CLUSTERS)
            .setNode(Node.newBuilder().setId(node).setCluster("bench"))
            .putAllInitialResourceVersions(versions)
            .build();
    return new Subscriptions(List.of(request.toByteArray()), "");
  }

  /** Bytes of all requests. */
  public long bytes() {
    return requests.stream().mapToLong(request -> request.length).sum();
  }
}
