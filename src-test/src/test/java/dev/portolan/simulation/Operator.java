package dev.portolan.simulation;

import dev.portolan.registry.Hold;
import dev.portolan.simulation.network.Network;
import dev.portolan.simulation.time.SimulatedProcess;
import dev.portolan.simulation.time.VirtualTime;
import dev.portolan.v1.AdminServiceGrpc;
import dev.portolan.v1.RejectHoldRequest;
import dev.portolan.v1.ReleaseHoldRequest;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** A person who decides about what is held. */
final class Operator {
  private final AdminServiceGrpc.AdminServiceStub hub;

  Operator(VirtualTime time, Network network) {
    hub = AdminServiceGrpc.newStub(network.route().channel(new SimulatedProcess(time, "operator")));
  }

  void release(List<Hold> holds) {
    for (Hold hold : holds) {
      hub.releaseHold(
          ReleaseHoldRequest.newBuilder().setName(hold.name()).build(), new Unconcerned<>());
    }
  }

  void reject(List<Hold> holds) {
    for (Hold hold : holds) {
      hub.rejectHold(
          RejectHoldRequest.newBuilder().setName(hold.name()).build(), new Unconcerned<>());
    }
  }

  /** Looks again later, whatever the answer is. */
  private static final class Unconcerned<T> implements StreamObserver<T> {
    @Override
    public void onNext(T response) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }
}
