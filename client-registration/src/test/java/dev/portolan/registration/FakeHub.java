package dev.portolan.registration;

import com.google.protobuf.util.Durations;
import dev.portolan.v1.DeregisterRequest;
import dev.portolan.v1.DeregisterResponse;
import dev.portolan.v1.RegisterRequest;
import dev.portolan.v1.RegisterResponse;
import dev.portolan.v1.Registration;
import dev.portolan.v1.RegistrationName;
import dev.portolan.v1.RegistrationOutcome;
import dev.portolan.v1.RegistrationServiceGrpc.RegistrationServiceImplBase;
import dev.portolan.v1.RegistrationState;
import dev.portolan.v1.RenewRequest;
import dev.portolan.v1.RenewResponse;
import io.grpc.Attributes;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A hub that has what was registered, until it is told to forget it. Thread-safe. */
final class FakeHub extends RegistrationServiceImplBase implements AutoCloseable {
  private static final Attributes.Key<Integer> CONNECTION = Attributes.Key.create("connection");

  final Map<RegistrationName, Registration> held = new ConcurrentHashMap<>();
  final AtomicInteger renewals = new AtomicInteger();
  final AtomicInteger requests = new AtomicInteger();
  private final String name = InProcessServerBuilder.generateName();
  private final Server server;
  private volatile Optional<StatusRuntimeException> failure = Optional.empty();
  private volatile String refusedId = "";
  private volatile RegistrationState refusedAs = RegistrationState.REGISTRATION_STATE_INVALID;
  private long lastRequest;
  private long lastChange;

  final AtomicInteger connections = new AtomicInteger();
  private volatile int ended;

  FakeHub() {
    try {
      server =
          InProcessServerBuilder.forName(name)
              .addTransportFilter(new Counting())
              .intercept(new Certificates())
              .addService(this)
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ManagedChannel channel() {
    return InProcessChannelBuilder.forName(name).build();
  }

  /** From now on every call fails so. */
  void failWith(Status status) {
    failure = Optional.of(status.asRuntimeException());
  }

  /** What connections that there are have shown is over; later ones are heard. */
  void endCertificates() {
    ended = connections.get();
  }

  void recover() {
    failure = Optional.empty();
  }

  /** It has what it had before its last change, as from an older backup. */
  synchronized void putBack(Map<RegistrationName, Registration> before) {
    held.clear();
    held.putAll(before);
    lastChange--;
  }

  /** From now on instances of this id are refused. */
  void refuse(String id, RegistrationState state) {
    refusedId = id;
    refusedAs = state;
  }

  @Override
  public synchronized void register(
      RegisterRequest request, StreamObserver<RegisterResponse> response) {
    if (failed(response)) {
      return;
    }
    requireNext(request.getRequestId());
    RegisterResponse.Builder answer =
        RegisterResponse.newBuilder().setRenewInterval(Durations.fromMillis(20));
    for (Registration each : request.getRegistrationsList()) {
      RegistrationOutcome.Builder outcome = answer.addOutcomesBuilder();
      if (each.getId().equals(refusedId)) {
        held.remove(Names.of(each));
        outcome.setState(refusedAs).addViolationsBuilder().setField("id").setDescription("is bad");
      } else {
        lastChange += each.equals(held.put(Names.of(each), each)) ? 0 : 1;
        outcome.setState(RegistrationState.REGISTRATION_STATE_REGISTERED);
      }
    }
    response.onNext(answer.setRegistrations(held.size()).setLastChange(lastChange).build());
    response.onCompleted();
  }

  @Override
  public synchronized void renew(RenewRequest request, StreamObserver<RenewResponse> response) {
    if (failed(response)) {
      return;
    }
    renewals.incrementAndGet();
    response.onNext(
        RenewResponse.newBuilder()
            .setRegistrations(held.size())
            .setLastChange(lastChange)
            .setRenewInterval(Durations.fromMillis(20))
            .build());
    response.onCompleted();
  }

  @Override
  public synchronized void deregister(
      DeregisterRequest request, StreamObserver<DeregisterResponse> response) {
    if (failed(response)) {
      return;
    }
    requireNext(request.getRequestId());
    if (request.getAll()) {
      held.clear();
    }
    request.getRegistrationsList().forEach(held::remove);
    response.onNext(DeregisterResponse.newBuilder().setLastChange(lastChange).build());
    response.onCompleted();
  }

  private void requireNext(long request) {
    requests.incrementAndGet();
    if (request <= lastRequest) {
      throw new AssertionError("request " + request + " after " + lastRequest);
    }
    lastRequest = request;
  }

  private boolean failed(StreamObserver<?> response) {
    Optional<StatusRuntimeException> with = failure;
    with.ifPresent(response::onError);
    return with.isPresent();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private final class Counting extends ServerTransportFilter {
    @Override
    public Attributes transportReady(Attributes attributes) {
      return attributes.toBuilder().set(CONNECTION, connections.incrementAndGet()).build();
    }
  }

  private final class Certificates implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      Integer connection = call.getAttributes().get(CONNECTION);
      if (connection != null && connection > ended) {
        return next.startCall(call, headers);
      }
      call.close(Status.UNAUTHENTICATED.withDescription("is over"), new Metadata());
      return new ServerCall.Listener<>() {};
    }
  }
}
