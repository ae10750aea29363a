package dev.portolan.server.registration;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.Registration;
import dev.portolan.registry.RegistrationKey;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Session;
import dev.portolan.server.control.Outcome;
import dev.portolan.server.control.RegistrationEvent;
import dev.portolan.server.rpc.InvalidRequestException;
import dev.portolan.server.security.CallTransport;
import dev.portolan.v1.DeregisterRequest;
import dev.portolan.v1.DeregisterResponse;
import dev.portolan.v1.ListRegistrationsRequest;
import dev.portolan.v1.ListRegistrationsResponse;
import dev.portolan.v1.RegisterRequest;
import dev.portolan.v1.RegisterResponse;
import dev.portolan.v1.RegistrationServiceGrpc.RegistrationServiceImplBase;
import dev.portolan.v1.RenewRequest;
import dev.portolan.v1.RenewResponse;
import dev.portolan.v1.WatchRegistrationsRequest;
import dev.portolan.v1.WatchRegistrationsResponse;
import dev.portolan.wire.DurationCodec;
import dev.portolan.wire.RegistrationCodec;
import dev.portolan.wire.RevisionCodec;
import dev.portolan.wire.Violations;
import io.grpc.stub.StreamObserver;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes registrations. Answers what changes something when it is durable, and a renewal at once.
 * Thread-safe.
 */
public final class RegistrationService extends RegistrationServiceImplBase {
  private final RegistrationParts parts;
  private final RequestOrder order = new RequestOrder();
  private final Rates writes;
  private final Rates renewals;

  public RegistrationService(RegistrationParts parts) {
    this.parts = parts;
    RegistrationLimits limits = parts.limits();
    this.writes = new Rates(limits.rate(), limits.burst(), parts.nanoTime());
    // A process renews once in a third of its TTL; an origin may have one for each registration.
    this.renewals = new Rates(limits.quota(), limits.quota(), parts.nanoTime());
  }

  @Override
  public void register(RegisterRequest request, StreamObserver<RegisterResponse> response) {
    OriginId origin = origin(request.getOrigin());
    Session session = session(request.getSession());
    requireSize("registrations", request.getRegistrationsCount(), 1);
    requireRequest(request.getRequestId());
    writes.count(origin);
    DecodedRegistrations decoded =
        DecodedRegistrations.of(origin, session, request.getRegistrationsList());
    parts.leases().renew(origin, session);
    decide(
        origin,
        session,
        request.getRequestId(),
        new RegistrationEvent.Register(origin, decoded.good(), parts.limits().quota()),
        outcome -> {
          Leases.Renewal renewal = heard(origin, session);
          return RegisterResponse.newBuilder()
              .addAllOutcomes(decoded.outcomes(parts.registry().snapshot()))
              .setRevision(RevisionCodec.encode(outcome.revision()))
              .setRegistrations(renewal.registrations())
              .setLastChange(renewal.lastChange())
              .setRenewInterval(DurationCodec.encode(renewal.interval()))
              .build();
        },
        response);
  }

  @Override
  public void renew(RenewRequest request, StreamObserver<RenewResponse> response) {
    OriginId origin = origin(request.getOrigin());
    Session session = session(request.getSession());
    renewals.count(origin);
    Leases.Renewal renewal = heard(origin, session);
    response.onNext(
        RenewResponse.newBuilder()
            .setRegistrations(renewal.registrations())
            .setLastChange(renewal.lastChange())
            .setRenewInterval(DurationCodec.encode(renewal.interval()))
            .build());
    response.onCompleted();
  }

  @Override
  public void deregister(DeregisterRequest request, StreamObserver<DeregisterResponse> response) {
    OriginId origin = origin(request.getOrigin());
    Session session = session(request.getSession());
    requireSize("registrations", request.getRegistrationsCount(), request.getAll() ? 0 : 1);
    requireRequest(request.getRequestId());
    writes.count(origin);
    RegistrySnapshot before = parts.registry().snapshot();
    Set<RegistrationKey> keys =
        request.getAll() ? own(before, origin, session) : named(origin, request);
    int known = (int) keys.stream().filter(key -> has(before, key, session)).count();
    decide(
        origin,
        session,
        request.getRequestId(),
        new RegistrationEvent.Deregister(origin, session, keys),
        outcome ->
            DeregisterResponse.newBuilder()
                .setDeregistered(known)
                .setRevision(RevisionCodec.encode(outcome.revision()))
                .setLastChange(parts.leases().renew(origin, session).lastChange())
                .setHold(outcome.hold().orElse(""))
                .build(),
        response);
  }

  @Override
  public void listRegistrations(
      ListRegistrationsRequest request, StreamObserver<ListRegistrationsResponse> response) {
    origin(request.getOrigin());
    response.onNext(parts.questions().list(request));
    response.onCompleted();
  }

  @Override
  public void watchRegistrations(
      WatchRegistrationsRequest request, StreamObserver<WatchRegistrationsResponse> response) {
    parts.questions().watch(origin(request.getOrigin()), response);
  }

  private Leases.Renewal heard(OriginId origin, Session session) {
    Leases.Renewal renewal = parts.leases().renew(origin, session);
    if (renewal.registrations() > 0) {
      parts.life().accept(origin);
    }
    return renewal;
  }

  private <A> void decide(
      OriginId origin,
      Session session,
      long request,
      RegistrationEvent event,
      Function<Outcome, A> answer,
      StreamObserver<A> response) {
    // Dropped: the future's failure is the call's.
    var unused =
        order
            .take(origin, session, request, () -> parts.registry().submit(event))
            .whenCompleteAsync(
                (outcome, failure) -> answer(outcome, failure, answer, response), parts.executor());
  }

  private static <A> void answer(
      @Nullable Outcome outcome,
      @Nullable Throwable failure,
      Function<Outcome, A> answer,
      StreamObserver<A> response) {
    if (outcome == null) {
      response.onError(
          failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
      return;
    }
    response.onNext(answer.apply(outcome));
    response.onCompleted();
  }

  private OriginId origin(String claimed) {
    return parts.authenticator().authenticate(CallTransport.current(), claimed).origin();
  }

  private static Session session(dev.portolan.v1.Session message) {
    Violations violations = new Violations();
    Optional<Session> session = RegistrationCodec.session(message, violations.at("session"));
    return session.orElseThrow(() -> InvalidRequestException.of(violations));
  }

  private static Set<RegistrationKey> own(
      RegistrySnapshot snapshot, OriginId origin, Session session) {
    Set<RegistrationKey> keys = new HashSet<>();
    snapshot.origin(origin).registrations().stream()
        .map(Recorded::resource)
        .filter(each -> each.session().equals(session))
        .forEach(each -> keys.add(each.key()));
    return keys;
  }

  private static boolean has(RegistrySnapshot snapshot, RegistrationKey key, Session session) {
    return snapshot
        .find(key)
        .map(found -> found.as(Registration.class).resource().session())
        .filter(known -> known.compareTo(session) <= 0)
        .isPresent();
  }

  private static Set<RegistrationKey> named(OriginId origin, DeregisterRequest request) {
    Violations violations = new Violations();
    Set<RegistrationKey> keys = new HashSet<>();
    for (int i = 0; i < request.getRegistrationsCount(); i++) {
      RegistrationCodec.key(origin, request.getRegistrations(i), violations.at("registrations", i))
          .ifPresent(keys::add);
    }
    if (!violations.isEmpty()) {
      throw InvalidRequestException.of(violations);
    }
    return keys;
  }

  private void requireSize(String field, int size, int least) {
    int most = least == 0 ? 0 : parts.limits().batch();
    if (size < least || size > most) {
      throw new InvalidRequestException(
          field, "has %d elements; %d to %d are allowed".formatted(size, least, most));
    }
  }

  private static void requireRequest(long request) {
    if (request < 1) {
      throw new InvalidRequestException(
          "request_id", "is %s; it counts from 1".formatted(Long.toUnsignedString(request)));
    }
  }
}
