package dev.portolan.it.traffic;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.secret.v3.SecretDiscoveryServiceGrpc.SecretDiscoveryServiceImplBase;
import io.grpc.stub.StreamObserver;

/** Gives one proxy its identity, in the place of Istio's agent beside it. */
final class SecretServer extends SecretDiscoveryServiceImplBase {
  private final Identity identity;

  SecretServer(Identity identity) {
    this.identity = identity;
  }

  @Override
  public StreamObserver<DiscoveryRequest> streamSecrets(StreamObserver<DiscoveryResponse> proxy) {
    return new StreamObserver<>() {
      @Override
      public void onNext(DiscoveryRequest request) {
        // What has a nonce acknowledges: these secrets do not change.
        if (request.getResponseNonce().isEmpty()) {
          DiscoveryResponse.Builder response =
              DiscoveryResponse.newBuilder()
                  .setVersionInfo("1")
                  .setNonce("1")
                  .setTypeUrl(request.getTypeUrl());
          request.getResourceNamesList().stream()
              .map(name -> Any.pack(identity.secret(name)))
              .forEach(response::addResources);
          proxy.onNext(response.build());
        }
      }

      @Override
      public void onError(Throwable cause) {
        // The proxy has gone.
      }

      @Override
      public void onCompleted() {
        proxy.onCompleted();
      }
    };
  }
}
