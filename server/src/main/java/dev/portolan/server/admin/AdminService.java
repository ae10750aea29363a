package dev.portolan.server.admin;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.server.control.Outcome;
import dev.portolan.server.control.RegistryEvent;
import dev.portolan.server.control.RegistryLoop;
import dev.portolan.server.control.RemovalGuard;
import dev.portolan.server.control.RuleChange;
import dev.portolan.server.preview.Previews;
import dev.portolan.server.rpc.InvalidRequestException;
import dev.portolan.server.rpc.NotFoundException;
import dev.portolan.v1.AbortRolloutRequest;
import dev.portolan.v1.AbortRolloutResponse;
import dev.portolan.v1.AdminServiceGrpc.AdminServiceImplBase;
import dev.portolan.v1.BindClusterRequest;
import dev.portolan.v1.BindClusterResponse;
import dev.portolan.v1.ChangeRulesRequest;
import dev.portolan.v1.ChangeRulesResponse;
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
import dev.portolan.wire.RevisionCodec;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves decisions. Answers when they are durable. */
public final class AdminService extends AdminServiceImplBase {
  private static final Logger log = LoggerFactory.getLogger(AdminService.class);

  private final RegistryLoop registry;
  private final HoldMessages messages;
  private final Reporters reporters;
  private final RuleChanges rules;
  private final Rollouts rollouts;
  private final Previews previews;
  private final Executor executor;

  /**
   * A service of the registry's holds and of who reports.
   *
   * @param guard tells when origins may confirm
   * @param previews what changes would do
   * @param ruleFiles where the hub reads its rules, if it does
   * @param clock hub wall-clock time
   * @param executor runs what follows a durable write, so that the registry loop does not
   */
  public AdminService(
      RegistryLoop registry,
      RemovalGuard guard,
      Reporters reporters,
      Previews previews,
      Optional<String> ruleFiles,
      InstantSource clock,
      Executor executor) {
    this.registry = registry;
    this.reporters = reporters;
    this.messages = new HoldMessages(guard);
    this.rules = new RuleChanges(registry, ruleFiles);
    this.rollouts = new Rollouts(registry, clock);
    this.previews = previews;
    this.executor = executor;
  }

  @Override
  public void listHolds(ListHoldsRequest request, StreamObserver<ListHoldsResponse> response) {
    RegistrySnapshot snapshot = registry.snapshot();
    ListHoldsResponse.Builder holds =
        ListHoldsResponse.newBuilder().setRevision(RevisionCodec.encode(snapshot.revision()));
    snapshot.holds().stream()
        .filter(
            hold ->
                request.getOrigin().isEmpty() || hold.origin().value().equals(request.getOrigin()))
        .map(hold -> messages.encode(snapshot, hold))
        .forEach(holds::addHolds);
    response.onNext(holds.build());
    response.onCompleted();
  }

  @Override
  public void releaseHold(
      ReleaseHoldRequest request, StreamObserver<ReleaseHoldResponse> response) {
    requireName(request.getName());
    decide(
        new RegistryEvent.ReleaseHold(request.getName()),
        "released",
        request.getName(),
        outcome ->
            ReleaseHoldResponse.newBuilder()
                .setRevision(RevisionCodec.encode(outcome.revision()))
                .setRemovedServices(outcome.removedServices())
                .setRemovedEndpointSlices(outcome.removedSlices())
                .build(),
        response);
  }

  @Override
  public void rejectHold(RejectHoldRequest request, StreamObserver<RejectHoldResponse> response) {
    requireName(request.getName());
    decide(
        new RegistryEvent.RejectHold(request.getName()),
        "rejected",
        request.getName(),
        outcome ->
            RejectHoldResponse.newBuilder()
                .setRevision(RevisionCodec.encode(outcome.revision()))
                .build(),
        response);
  }

  @Override
  public void releaseCluster(
      ReleaseClusterRequest request, StreamObserver<ReleaseClusterResponse> response) {
    OriginId origin = origin("origin", request.getOrigin());
    if (!reporters.release(origin)) {
      throw new NotFoundException("no agent of '%s' is kept from reporting".formatted(origin));
    }
    log.info("An agent of {} may report again", origin);
    response.onNext(ReleaseClusterResponse.getDefaultInstance());
    response.onCompleted();
  }

  @Override
  public void bindCluster(
      BindClusterRequest request, StreamObserver<BindClusterResponse> response) {
    if (!request.getUid().matches("\\p{Graph}{1,128}")) {
      throw new InvalidRequestException(
          "uid", "is '%s'; the uid of a namespace is expected".formatted(request.getUid()));
    }
    OriginId origin = known("origin", request.getOrigin());
    reporters.bind(origin, request.getUid());
    response.onNext(BindClusterResponse.getDefaultInstance());
    response.onCompleted();
  }

  private static OriginId origin(String field, String name) {
    try {
      return new OriginId(name);
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException(field, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void changeRules(
      ChangeRulesRequest request, StreamObserver<ChangeRulesResponse> response) {
    answer(
        rules.change(request),
        done -> {
          if (!request.getValidateOnly()) {
            log.info("Rules were changed at {}: {}", done.getRevision(), done.getOutcomesList());
          }
          return done;
        },
        response);
  }

  @Override
  public void resumeRollout(
      ResumeRolloutRequest request, StreamObserver<ResumeRolloutResponse> response) {
    answer(
        rollouts.resume(request.getName()),
        rollout -> {
          log.info("Rollout of {} is resumed", request.getName().getName());
          return ResumeRolloutResponse.newBuilder().setRollout(rollout).build();
        },
        response);
  }

  @Override
  public void abortRollout(
      AbortRolloutRequest request, StreamObserver<AbortRolloutResponse> response) {
    answer(
        rollouts.abort(request.getName()),
        rollout -> {
          log.info("Rollout of {} is given up", request.getName().getName());
          return AbortRolloutResponse.newBuilder().setRollout(rollout).build();
        },
        response);
  }

  @Override
  public void preview(PreviewRequest request, StreamObserver<PreviewResponse> response) {
    Optional<OriginId> lost =
        request.getLostOrigin().isEmpty()
            ? Optional.empty()
            : Optional.of(known("lost_origin", request.getLostOrigin()));
    List<RuleChange> changes =
        lost.isPresent() && request.getChangesCount() == 0
            ? List.of()
            : RuleChanges.decoded(request.getChangesList());
    // gRPC hands out this type to every server method; it is how flow control is reached.
    ServerCallStreamObserver<PreviewResponse> call =
        (ServerCallStreamObserver<PreviewResponse>) response;
    call.setOnReadyHandler(new Feed<>(call, previews.of(changes, lost, request.getShow())));
  }

  private OriginId known(String field, String name) {
    OriginId origin = origin(field, name);
    if (!registry.snapshot().origins().containsKey(origin)) {
      throw new NotFoundException("no origin '%s' is known".formatted(origin));
    }
    return origin;
  }

  private <R> void decide(
      RegistryEvent event,
      String what,
      String name,
      Function<Outcome, R> answer,
      StreamObserver<R> response) {
    answer(
        registry.submit(event),
        outcome -> {
          log.info("Hold {} was {} at revision {}", name, what, outcome.revision());
          return answer.apply(outcome);
        },
        response);
  }

  private <O, R> void answer(
      CompletableFuture<O> done, Function<O, R> answer, StreamObserver<R> response) {
    // Dropped: the future's failure is handled where its outcome is.
    var unused =
        done.whenCompleteAsync(
            (outcome, failure) -> {
              if (outcome == null) {
                response.onError(
                    failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
                return;
              }
              response.onNext(answer.apply(outcome));
              response.onCompleted();
            },
            executor);
  }

  private static void requireName(String name) {
    if (!name.matches("[0-9a-f]{8}")) {
      throw new InvalidRequestException(
          "name", "is '%s'; the eight hexadecimal digits of a hold are expected".formatted(name));
    }
  }
}
