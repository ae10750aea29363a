package dev.portolan.server;

import com.google.rpc.Status;
import dev.portolan.wire.xds.ResourceType;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.Channel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Subscribes to virtual meshes and refuses every one. */
final class RefusingSubscriber
    implements ClientResponseObserver<DeltaDiscoveryRequest, DeltaDiscoveryResponse> {
  private static final int INVALID_ARGUMENT = 3;

  private @Nullable StreamObserver<DeltaDiscoveryRequest> requests;

  static void subscribe(Channel channel, String cluster) {
    RefusingSubscriber subscriber = new RefusingSubscriber();
    AggregatedDiscoveryServiceGrpc.newStub(channel)
        .deltaAggregatedResources(subscriber)
        .onNext(
            DeltaDiscoveryRequest.newBuilder()
                .setNode(Node.newBuilder().setCluster(cluster))
                .setTypeUrl(ResourceType.VIRTUAL_MESH.typeUrl())
                .addResourceNamesSubscribe("*")
                .build());
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<DeltaDiscoveryRequest> started) {
    requests = started;
  }

  @Override
  public void onNext(DeltaDiscoveryResponse response) {
    Objects.requireNonNull(requests)
        .onNext(
            DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl(response.getTypeUrl())
                .setResponseNonce(response.getNonce())
                .setErrorDetail(
                    Status.newBuilder().setCode(INVALID_ARGUMENT).setMessage("no meshes today"))
                .build());
  }

  @Override
  public void onError(Throwable failure) {}

  @Override
  public void onCompleted() {}
}
