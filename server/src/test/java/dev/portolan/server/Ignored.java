package dev.portolan.server;

import io.grpc.stub.StreamObserver;

/** Takes responses that a test does not care for. */
final class Ignored<T> implements StreamObserver<T> {
  @Override
  public void onNext(T response) {}

  @Override
  public void onError(Throwable failure) {}

  @Override
  public void onCompleted() {}
}
