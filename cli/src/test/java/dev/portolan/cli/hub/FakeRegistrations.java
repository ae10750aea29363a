package dev.portolan.cli.hub;

import dev.portolan.v1.DeregisterRequest;
import dev.portolan.v1.DeregisterResponse;
import dev.portolan.v1.RegisterRequest;
import dev.portolan.v1.RegisterResponse;
import dev.portolan.v1.Registration;
import dev.portolan.v1.RegistrationServiceGrpc.RegistrationServiceImplBase;
import dev.portolan.v1.RegistrationState;
import dev.portolan.v1.RenewRequest;
import dev.portolan.v1.RenewResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Takes whatever is registered, or refuses it on command. Thread-safe. */
public final class FakeRegistrations extends RegistrationServiceImplBase {
  private final List<Registration> held = new CopyOnWriteArrayList<>();
  private volatile Optional<Status> failure = Optional.empty();
  private volatile Optional<Runnable> interlude = Optional.empty();
  private volatile String origin = "";
  private volatile String violation = "";

  /** What is registered now. */
  public List<Registration> held() {
    return held;
  }

  /** For which origin was registered last. */
  public String origin() {
    return origin;
  }

  /** Does something before the next registration is answered, and answers a while later. */
  public void beforeAnswer(Runnable first) {
    interlude = Optional.of(first);
  }

  /** From now on every call fails so. */
  public void failWith(Status status) {
    failure = Optional.of(status);
  }

  /** From now on nothing is taken, for this reason. */
  public void refuse(String reason) {
    violation = reason;
  }

  @Override
  public void register(RegisterRequest request, StreamObserver<RegisterResponse> response) {
    origin = request.getOrigin();
    RegisterResponse.Builder answer = RegisterResponse.newBuilder();
    answer.getRenewIntervalBuilder().setSeconds(10);
    for (Registration each : request.getRegistrationsList()) {
      if (violation.isEmpty()) {
        held.removeIf(known -> known.getId().equals(each.getId()));
        held.add(each);
        answer.addOutcomesBuilder().setState(RegistrationState.REGISTRATION_STATE_REGISTERED);
      } else {
        answer
            .addOutcomesBuilder()
            .setState(RegistrationState.REGISTRATION_STATE_INVALID)
            .addViolationsBuilder()
            .setField("address")
            .setDescription(violation);
      }
    }
    RegisterResponse message = answer.setRegistrations(held.size()).build();
    Optional<Runnable> first = interlude;
    interlude = Optional.empty();
    if (first.isPresent()) {
      first.get().run();
      CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS)
          .execute(() -> answer(response, message));
    } else {
      answer(response, message);
    }
  }

  @Override
  public void renew(RenewRequest request, StreamObserver<RenewResponse> response) {
    RenewResponse.Builder answer = RenewResponse.newBuilder().setRegistrations(held.size());
    answer.getRenewIntervalBuilder().setSeconds(10);
    answer(response, answer.build());
  }

  @Override
  public void deregister(DeregisterRequest request, StreamObserver<DeregisterResponse> response) {
    held.clear();
    answer(response, DeregisterResponse.getDefaultInstance());
  }

  private <A> void answer(StreamObserver<A> response, A message) {
    Optional<Status> refusal = failure;
    if (refusal.isPresent()) {
      response.onError(refusal.get().asRuntimeException());
    } else {
      response.onNext(message);
      response.onCompleted();
    }
  }
}
