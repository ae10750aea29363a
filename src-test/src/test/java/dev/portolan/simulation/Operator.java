package dev.portolan.simulation;

import dev.portolan.registry.Hold;
import dev.portolan.registry.Policy;
import dev.portolan.simulation.network.Network;
import dev.portolan.simulation.time.SimulatedProcess;
import dev.portolan.simulation.time.VirtualTime;
import dev.portolan.v1.AbortRolloutRequest;
import dev.portolan.v1.AdminServiceGrpc;
import dev.portolan.v1.ClusterSummary;
import dev.portolan.v1.Finding;
import dev.portolan.v1.ListClustersRequest;
import dev.portolan.v1.ListClustersResponse;
import dev.portolan.v1.RegistryServiceGrpc;
import dev.portolan.v1.RejectHoldRequest;
import dev.portolan.v1.ReleaseHoldRequest;
import dev.portolan.v1.ResumeRolloutRequest;
import dev.portolan.wire.RuleCodec;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;

/** A person who decides about what is held and how rollouts go on, and reads what is said. */
final class Operator {
  private final AdminServiceGrpc.AdminServiceStub hub;
  private final RegistryServiceGrpc.RegistryServiceStub registry;

  Operator(VirtualTime time, Network network) {
    Channel channel = network.route().channel(new SimulatedProcess(time, "operator"));
    hub = AdminServiceGrpc.newStub(channel);
    registry = RegistryServiceGrpc.newStub(channel);
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

  void resume(Collection<Policy> policies) {
    for (Policy policy : policies) {
      hub.resumeRollout(
          ResumeRolloutRequest.newBuilder().setName(RuleCodec.name(policy.key())).build(),
          new Unconcerned<>());
    }
  }

  void abort(Collection<Policy> policies) {
    for (Policy policy : policies) {
      hub.abortRollout(
          AbortRolloutRequest.newBuilder().setName(RuleCodec.name(policy.key())).build(),
          new Unconcerned<>());
    }
  }

  /** Told of each finding of each cluster; of none while the hub does not answer. */
  void readFindings(BiConsumer<String, Finding> reader) {
    registry.listClusters(
        ListClustersRequest.getDefaultInstance(),
        new Unconcerned<>() {
          @Override
          public void onNext(ListClustersResponse response) {
            for (ClusterSummary summary : response.getClustersList()) {
              summary
                  .getStatus()
                  .getFindingsList()
                  .forEach(finding -> reader.accept(summary.getCluster().getOrigin(), finding));
            }
          }
        });
  }

  /** Looks again later, whatever the answer is. */
  private static class Unconcerned<T> implements StreamObserver<T> {
    @Override
    public void onNext(T response) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }
}
