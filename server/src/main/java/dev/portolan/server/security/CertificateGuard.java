package dev.portolan.server.security;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Lets a call in whose caller's certificate allows the method, for as long as the certificate is
 * valid: TLS itself looks at a certificate once, when the connection is made, and lets calls and
 * streams on it go on after that. Thread-safe.
 */
final class CertificateGuard implements ServerInterceptor {
  private final String trustDomain;
  private final ScheduledExecutorService timer;
  private final Clock clock;

  CertificateGuard(String trustDomain, ScheduledExecutorService timer, Clock clock) {
    this.trustDomain = trustDomain;
    this.timer = timer;
    this.clock = clock;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Caller caller;
    try {
      caller = Caller.of(call.getAttributes(), trustDomain);
    } catch (IdentityRefusedException e) {
      return refuse(call, Status.UNAUTHENTICATED, String.valueOf(e.getMessage()));
    }
    if (!clock.instant().isBefore(caller.until())) {
      return refuse(call, Status.UNAUTHENTICATED, ExpiringCall.message(caller));
    }
    Optional<Permission> needed = Permission.of(call.getMethodDescriptor());
    if (needed.isEmpty() || !caller.role().may(needed.get())) {
      return refuse(
          call,
          Status.PERMISSION_DENIED,
          "%s may not call %s"
              .formatted(caller.id(), call.getMethodDescriptor().getFullMethodName()));
    }
    ExpiringCall<Q, A> expiring = new ExpiringCall<>(call, caller, timer, clock);
    return expiring.ending(next.startCall(expiring, headers));
  }

  private static <Q, A> ServerCall.Listener<Q> refuse(
      ServerCall<Q, A> call, Status status, String why) {
    call.close(status.withDescription(why), new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
