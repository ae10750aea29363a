package dev.portolan.server.registration;

import dev.portolan.v1.DeregisterRequest;
import dev.portolan.v1.DeregisterResponse;
import dev.portolan.v1.Protocol;
import dev.portolan.v1.RegisterRequest;
import dev.portolan.v1.RegisterResponse;
import dev.portolan.v1.RegisteredPort;
import dev.portolan.v1.Registration;
import dev.portolan.v1.RegistrationName;
import dev.portolan.v1.RenewRequest;
import dev.portolan.v1.RenewResponse;
import dev.portolan.v1.Session;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A process that registers instances of {@code shop/orders}. Confined to one thread. */
final class TestSession {
  private final RegistrationRig rig;
  private final String origin;
  private final Session session;
  private long request;

  TestSession(RegistrationRig rig, String origin, String name, long incarnation) {
    this.rig = rig;
    this.origin = origin;
    this.session = Session.newBuilder().setName(name).setIncarnation(incarnation).build();
  }

  /** The same process, as another hub knows it. */
  TestSession at(RegistrationRig other) {
    TestSession moved = new TestSession(other, origin, session.getName(), session.getIncarnation());
    moved.request = request;
    return moved;
  }

  /** The process after a restart. */
  TestSession restarted() {
    return new TestSession(rig, origin, session.getName(), session.getIncarnation() + 1);
  }

  /** A ready instance on a port of its own. */
  static Registration instance(String id, int ttlSeconds) {
    Registration.Builder instance =
        Registration.newBuilder()
            .setNamespace("shop")
            .setService("orders")
            .setId(id)
            .setAddress("10.0.0." + (1 + Math.floorMod(id.hashCode(), 250)))
            .addPorts(port(8080, Protocol.PROTOCOL_HTTP))
            .setNetwork("vms")
            .setReady(true);
    instance.getTtlBuilder().setSeconds(ttlSeconds);
    return instance.build();
  }

  static RegisteredPort port(int number, Protocol protocol) {
    return RegisteredPort.newBuilder().setNumber(number).setProtocol(protocol).build();
  }

  RegisterResponse register(Registration... registrations) {
    return register(List.of(registrations));
  }

  RegisterResponse register(List<Registration> registrations) {
    request++;
    return again(registrations);
  }

  /** The last request once more. */
  RegisterResponse again(List<Registration> registrations) {
    return rig.stub()
        .register(
            RegisterRequest.newBuilder()
                .setOrigin(origin)
                .setSession(session)
                .setRequestId(request)
                .addAllRegistrations(registrations)
                .build());
  }

  /** As many instances, with a TTL of 30 s. */
  RegisterResponse registerMany(int many) {
    return register(
        IntStream.range(0, many).mapToObj(i -> instance(session.getName() + "-" + i, 30)).toList());
  }

  /** How many registrations the hub says it has. */
  int renew() {
    return renewed().getRegistrations();
  }

  RenewResponse renewed() {
    return rig.stub()
        .renew(RenewRequest.newBuilder().setOrigin(origin).setSession(session).build());
  }

  DeregisterResponse deregister(String... ids) {
    request++;
    return rig.stub()
        .deregister(
            DeregisterRequest.newBuilder()
                .setOrigin(origin)
                .setSession(session)
                .setRequestId(request)
                .addAllRegistrations(
                    Stream.of(ids)
                        .map(
                            id ->
                                RegistrationName.newBuilder()
                                    .setNamespace("shop")
                                    .setService("orders")
                                    .setId(id)
                                    .build())
                        .toList())
                .build());
  }

  DeregisterResponse deregisterAll() {
    request++;
    return rig.stub()
        .deregister(
            DeregisterRequest.newBuilder()
                .setOrigin(origin)
                .setSession(session)
                .setRequestId(request)
                .setAll(true)
                .build());
  }

  /** Forgets the last numbers, as a request that was on its way for long. */
  TestSession late(long by) {
    TestSession late = at(rig);
    late.request = request - by;
    return late;
  }
}
