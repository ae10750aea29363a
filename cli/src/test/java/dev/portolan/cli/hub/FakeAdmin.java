package dev.portolan.cli.hub;

import dev.portolan.v1.AbortRolloutRequest;
import dev.portolan.v1.AbortRolloutResponse;
import dev.portolan.v1.AdminServiceGrpc.AdminServiceImplBase;
import dev.portolan.v1.BindClusterRequest;
import dev.portolan.v1.BindClusterResponse;
import dev.portolan.v1.ChangeRulesRequest;
import dev.portolan.v1.ChangeRulesResponse;
import dev.portolan.v1.Hold;
import dev.portolan.v1.ListHoldsRequest;
import dev.portolan.v1.ListHoldsResponse;
import dev.portolan.v1.PreviewRequest;
import dev.portolan.v1.PreviewResponse;
import dev.portolan.v1.RejectHoldRequest;
import dev.portolan.v1.RejectHoldResponse;
import dev.portolan.v1.ReleaseClusterRequest;
import dev.portolan.v1.ReleaseClusterResponse;
import dev.portolan.v1.ReleaseHoldRequest;
import dev.portolan.v1.ReleaseHoldResponse;
import dev.portolan.v1.ResumeRolloutRequest;
import dev.portolan.v1.ResumeRolloutResponse;
import dev.portolan.v1.Rollout;
import dev.portolan.v1.RuleName;
import dev.portolan.v1.RuleOutcome;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Holds that a test puts there; a decision takes one away. */
public final class FakeAdmin extends AdminServiceImplBase {
  public final List<Hold> holds = new CopyOnWriteArrayList<>();

  /** Clusters for which nobody may report. */
  public final Set<String> frozen = ConcurrentHashMap.newKeySet();

  /** Uids by cluster. */
  public final Map<String, String> bound = new ConcurrentHashMap<>();

  /** Changes of rules that were asked for, without being made; each is answered as a creation. */
  public final List<ChangeRulesRequest> changes = new CopyOnWriteArrayList<>();

  /** Rollouts that can be resumed; an abort takes one away. */
  public final Map<RuleName, Rollout> rollouts = new ConcurrentHashMap<>();

  /** What was asked to be previewed. */
  public final List<PreviewRequest> previews = new CopyOnWriteArrayList<>();

  /** What a preview answers. */
  public final List<PreviewResponse> answers = new CopyOnWriteArrayList<>();

  @Override
  public void preview(PreviewRequest request, StreamObserver<PreviewResponse> response) {
    previews.add(request);
    answers.forEach(response::onNext);
    response.onCompleted();
  }

  @Override
  public void resumeRollout(
      ResumeRolloutRequest request, StreamObserver<ResumeRolloutResponse> response) {
    Rollout rollout = rollouts.get(request.getName());
    if (rollout == null) {
      response.onError(Status.NOT_FOUND.withDescription("no such rollout").asException());
      return;
    }
    response.onNext(ResumeRolloutResponse.newBuilder().setRollout(rollout).build());
    response.onCompleted();
  }

  @Override
  public void abortRollout(
      AbortRolloutRequest request, StreamObserver<AbortRolloutResponse> response) {
    rollouts.remove(request.getName());
    response.onNext(AbortRolloutResponse.getDefaultInstance());
    response.onCompleted();
  }

  @Override
  public void changeRules(
      ChangeRulesRequest request, StreamObserver<ChangeRulesResponse> response) {
    changes.add(request);
    ChangeRulesResponse.Builder answer = ChangeRulesResponse.newBuilder();
    request
        .getChangesList()
        .forEach(
            change ->
                answer.addOutcomes(
                    change.hasDelete()
                        ? RuleOutcome.RULE_OUTCOME_DELETED
                        : RuleOutcome.RULE_OUTCOME_CREATED));
    response.onNext(answer.build());
    response.onCompleted();
  }

  @Override
  public void listHolds(ListHoldsRequest request, StreamObserver<ListHoldsResponse> response) {
    response.onNext(
        ListHoldsResponse.newBuilder()
            .addAllHolds(
                holds.stream()
                    .filter(
                        hold ->
                            request.getOrigin().isEmpty()
                                || hold.getOrigin().equals(request.getOrigin()))
                    .toList())
            .build());
    response.onCompleted();
  }

  @Override
  public void releaseHold(
      ReleaseHoldRequest request, StreamObserver<ReleaseHoldResponse> response) {
    if (decided(request.getName(), response)) {
      response.onNext(
          ReleaseHoldResponse.newBuilder()
              .setRemovedServices(40)
              .setRemovedEndpointSlices(41)
              .build());
      response.onCompleted();
    }
  }

  @Override
  public void rejectHold(RejectHoldRequest request, StreamObserver<RejectHoldResponse> response) {
    if (decided(request.getName(), response)) {
      response.onNext(RejectHoldResponse.getDefaultInstance());
      response.onCompleted();
    }
  }

  @Override
  public void releaseCluster(
      ReleaseClusterRequest request, StreamObserver<ReleaseClusterResponse> response) {
    if (frozen.remove(request.getOrigin())) {
      response.onNext(ReleaseClusterResponse.getDefaultInstance());
      response.onCompleted();
    } else {
      response.onError(
          Status.NOT_FOUND
              .withDescription("no agent of '" + request.getOrigin() + "' is kept from reporting")
              .asRuntimeException());
    }
  }

  @Override
  public void bindCluster(
      BindClusterRequest request, StreamObserver<BindClusterResponse> response) {
    bound.put(request.getOrigin(), request.getUid());
    response.onNext(BindClusterResponse.getDefaultInstance());
    response.onCompleted();
  }

  private boolean decided(String name, StreamObserver<?> response) {
    boolean there = holds.removeIf(hold -> hold.getName().equals(name));
    if (!there) {
      response.onError(
          Status.NOT_FOUND
              .withDescription("nothing is held as '" + name + "'")
              .asRuntimeException());
    }
    return there;
  }
}
