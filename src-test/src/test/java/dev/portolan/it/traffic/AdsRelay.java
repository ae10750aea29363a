package dev.portolan.it.traffic;

import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.function.UnaryOperator;

/** Passes a proxy's stream on to istiod, refusals too, and translates addresses on the way back. */
final class AdsRelay extends AggregatedDiscoveryServiceImplBase {
  private final ManagedChannel istiod;
  private final Nat nat;
  private final String own;

  /**
   * @param own address at which others reach the proxy
   */
  AdsRelay(ManagedChannel istiod, Nat nat, String own) {
    this.istiod = istiod;
    this.nat = nat;
    this.own = own;
  }

  @Override
  public StreamObserver<DiscoveryRequest> streamAggregatedResources(
      StreamObserver<DiscoveryResponse> proxy) {
    return forward(
        AggregatedDiscoveryServiceGrpc.newStub(istiod)
            .streamAggregatedResources(forward(proxy, response -> nat.translate(response, own))),
        UnaryOperator.identity());
  }

  private static <T> StreamObserver<T> forward(StreamObserver<T> to, UnaryOperator<T> change) {
    return new StreamObserver<>() {
      @Override
      public void onNext(T message) {
        to.onNext(change.apply(message));
      }

      @Override
      public void onError(Throwable cause) {
        to.onError(Status.UNAVAILABLE.withCause(cause).asException());
      }

      @Override
      public void onCompleted() {
        to.onCompleted();
      }
    };
  }
}
