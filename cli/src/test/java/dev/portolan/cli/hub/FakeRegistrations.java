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
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes whatever is registered, or refuses it on command. Thread-safe. */
public final class FakeRegistrations extends RegistrationServiceImplBase {
  private final List<Registration> held = new CopyOnWriteArrayList<>();
  private volatile Optional<Status> failure = Optional.empty();
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
    answer(response, answer.setRegistrations(held.size()).build());
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
