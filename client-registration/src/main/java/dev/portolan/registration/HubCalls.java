package dev.portolan.registration;

import dev.portolan.v1.DeregisterRequest;
import dev.portolan.v1.DeregisterResponse;
import dev.portolan.v1.RegisterRequest;
import dev.portolan.v1.RegisterResponse;
import dev.portolan.v1.Registration;
import dev.portolan.v1.RegistrationName;
import dev.portolan.v1.RegistrationServiceGrpc;
import dev.portolan.v1.RegistrationServiceGrpc.RegistrationServiceBlockingStub;
import dev.portolan.v1.RenewRequest;
import dev.portolan.v1.RenewResponse;
import dev.portolan.v1.Session;
import io.grpc.ManagedChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The calls of one session, each with a number of its own: an answer that got lost is asked for
 * again as another request, which the hub takes as the same wish. Confined to one thread; throws
 * {@link io.grpc.StatusRuntimeException}.
 */
final class HubCalls {
  private static final int DEADLINE_SECONDS = 5;

  private final ManagedChannel channel;
  private final String origin;
  private final Session session;
  private long request;

  HubCalls(ManagedChannel channel, String origin, Session session) {
    this.channel = channel;
    this.origin = origin;
    this.session = session;
  }

  RegisterResponse register(List<Registration> registrations) {
    request++;
    return stub()
        .register(
            RegisterRequest.newBuilder()
                .setOrigin(origin)
                .setSession(session)
                .setRequestId(request)
                .addAllRegistrations(registrations)
                .build());
  }

  RenewResponse renew() {
    return stub().renew(RenewRequest.newBuilder().setOrigin(origin).setSession(session).build());
  }

  DeregisterResponse deregister(List<RegistrationName> names) {
    request++;
    return stub()
        .deregister(
            DeregisterRequest.newBuilder()
                .setOrigin(origin)
                .setSession(session)
                .setRequestId(request)
                .addAllRegistrations(names)
                .setAll(names.isEmpty())
                .build());
  }

  void deregisterAll() {
    // The answer says how many there were, which the hub knows better than we.
    var unused = deregister(List.of());
  }

  /** The next call is made on a connection of its own. */
  void reconnect() {
    channel.enterIdle();
  }

  private RegistrationServiceBlockingStub stub() {
    // Else a hub that is there again is found with the next of gRPC's own attempts, much later.
    channel.resetConnectBackoff();
    return RegistrationServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }
}
