package dev.portolan.agent.downlink;

import com.google.rpc.Code;
import com.google.rpc.Status;
import dev.portolan.wire.xds.ClientFeatures;
import dev.portolan.wire.xds.Rejection;
import dev.portolan.wire.xds.ResourceType;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.util.ArrayList;
import java.util.List;

/** What a subscriber says on a discovery stream. */
final class Requests {
  private static final String ALL = "*";

  private Requests() {}

  /** Asks for everything of each type; the bookmark last, so that it speaks of all of them. */
  static List<DeltaDiscoveryRequest> subscriptions(Subscriber subscriber, Resumption resumption) {
    List<DeltaDiscoveryRequest> requests = new ArrayList<>();
    Node node = node(subscriber, resumption);
    for (ResourceType type : ResourceType.values()) {
      DeltaDiscoveryRequest.Builder request =
          DeltaDiscoveryRequest.newBuilder()
              .setTypeUrl(type.typeUrl())
              .addResourceNamesSubscribe(ALL)
              .putAllInitialResourceVersions(resumption.versions(type).listed());
      // xDS: the node stands in the first request of a stream only.
      requests.add((requests.isEmpty() ? request.setNode(node) : request).build());
    }
    return requests;
  }

  private static Node node(Subscriber subscriber, Resumption resumption) {
    return Node.newBuilder()
        .setId(subscriber.origin() + "/" + subscriber.incarnation())
        .setCluster(subscriber.origin().value())
        .setUserAgentName("portolan-agent")
        .setUserAgentVersion(subscriber.version())
        .addClientFeatures(ClientFeatures.INLINE_POINTS)
        .setMetadata(resumption.metadata())
        .build();
  }

  static DeltaDiscoveryRequest ack(DeltaDiscoveryResponse response) {
    return DeltaDiscoveryRequest.newBuilder()
        .setTypeUrl(response.getTypeUrl())
        .setResponseNonce(response.getNonce())
        .build();
  }

  /**
   * The point that the response marked is in force: for a response of data that also means that it
   * is accepted.
   */
  static DeltaDiscoveryRequest inForce(DeltaDiscoveryResponse response) {
    return ack(response).toBuilder().setTypeUrl(ResourceType.BOOKMARK.typeUrl()).build();
  }

  /** Refuses these resources of the response and no others. */
  static DeltaDiscoveryRequest nack(DeltaDiscoveryResponse response, List<Rejection> rejections) {
    List<Rejection> named = rejections.subList(0, Math.min(rejections.size(), Rejection.MAX));
    return ack(response).toBuilder().setErrorDetail(Rejection.nack(named)).build();
  }

  /** Refuses the whole response. */
  static DeltaDiscoveryRequest nack(DeltaDiscoveryResponse response, String reason) {
    return ack(response).toBuilder()
        .setErrorDetail(Status.newBuilder().setCode(Code.INVALID_ARGUMENT_VALUE).setMessage(reason))
        .build();
  }
}
