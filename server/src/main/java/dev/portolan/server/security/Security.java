package dev.portolan.server.security;

import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;

/**
 * How a hub knows its callers.
 *
 * @param authenticator says for which origin a stream speaks
 * @param guards stand before every method, the first one outermost
 */
public record Security(Authenticator authenticator, List<ServerInterceptor> guards) {
  public Security {
    guards = List.copyOf(guards);
  }

  /** Everybody may do everything, as anybody: where whoever can connect is trusted already. */
  public static Security plaintext() {
    return new Security(new PlaintextAuthenticator(), List.of());
  }

  /**
   * A service behind the guards.
   *
   * @throws IllegalStateException if {@link Permission} does not know one of its methods: whoever
   *     adds one has to say who may call it, whether or not this hub asks who calls
   */
  public ServerServiceDefinition guarded(ServerServiceDefinition service) {
    for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
      if (Permission.of(method.getMethodDescriptor()).isEmpty()) {
        throw new IllegalStateException(
            "nobody has said who may call " + method.getMethodDescriptor().getFullMethodName());
      }
    }
    return ServerInterceptors.interceptForward(service, guards);
  }

  /**
   * By certificates that the transport has verified.
   *
   * @param trustDomain of the SPIFFE ids that count
   * @param timer ends the calls whose certificate has
   */
  public static Security certificates(
      String trustDomain, ScheduledExecutorService timer, Clock clock) {
    return new Security(
        new CertificateAuthenticator(trustDomain),
        List.of(new CertificateGuard(trustDomain, timer, clock)));
  }
}
