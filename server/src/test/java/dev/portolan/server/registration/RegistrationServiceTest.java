package dev.portolan.server.registration;

import static dev.portolan.server.registration.TestSession.instance;
import static dev.portolan.server.registration.TestSession.port;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServiceKey;
import dev.portolan.server.control.FakeStore;
import dev.portolan.server.control.StoreFullException;
import dev.portolan.v1.ListRegistrationsRequest;
import dev.portolan.v1.ListRegistrationsResponse;
import dev.portolan.v1.Protocol;
import dev.portolan.v1.RegisterResponse;
import dev.portolan.v1.Registration;
import dev.portolan.v1.RegistrationState;
import dev.portolan.v1.WatchEvent;
import dev.portolan.v1.WatchRegistrationsRequest;
import dev.portolan.v1.WatchRegistrationsResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RegistrationServiceTest {
  private static final OriginId VMS = new OriginId("vms");
  private static final ServiceKey ORDERS = new ServiceKey(VMS, "shop", "orders");

  private final RegistrationRig rig = new RegistrationRig();
  private final TestSession session = rig.session("vms", "one");

  @AfterEach
  void close() {
    rig.close();
    assertThat(rig.faults.causes()).isEmpty();
  }

  @Test
  void instancesOfOneServiceAreItsEndpointsTogether() {
    Registration other =
        instance("b", 30).toBuilder()
            .clearPorts()
            .addPorts(port(8080, Protocol.PROTOCOL_HTTP).toBuilder().setTarget(9090))
            .setReady(false)
            .build();

    RegisterResponse response = session.register(instance("a", 30), other);

    assertThat(response.getOutcomesList())
        .allMatch(each -> each.getState() == RegistrationState.REGISTRATION_STATE_REGISTERED);
    assertThat(response.getRegistrations()).isEqualTo(2);
    assertThat(response.getRenewInterval().getSeconds()).isEqualTo(10);
    RegistrySnapshot snapshot = rig.snapshot();
    assertThat(response.getRevision().getSequence()).isEqualTo(snapshot.revision().sequence());
    assertThat(snapshot.service(ORDERS).map(Service::ports).orElseThrow())
        .singleElement()
        .hasToString("ServicePort[name=http-8080, number=8080, protocol=HTTP]");
    assertThat(snapshot.slices(ORDERS).stream().map(EndpointSlice::ports))
        .containsExactly(
            new java.util.TreeMap<>(Map.of("http-8080", 8080)),
            new java.util.TreeMap<>(Map.of("http-8080", 9090)));
    assertThat(snapshot.cluster(VMS).orElseThrow().source()).isPresent();
    assertThat(snapshot.cluster(VMS).orElseThrow().network()).isEqualTo("vms");
    assertThat(snapshot.capacity(ORDERS).localities()).hasSize(1);
  }

  @Test
  void oneThatIsNotAsItMustBeKeepsNoOtherBack() {
    Registration bad = instance("b", 1).toBuilder().setAddress("127.0.0.1").clearPorts().build();

    RegisterResponse response = session.register(bad, instance("a", 30), instance("a", 30));

    assertThat(response.getOutcomesList().stream().map(each -> each.getState()))
        .containsExactly(
            RegistrationState.REGISTRATION_STATE_INVALID,
            RegistrationState.REGISTRATION_STATE_REGISTERED,
            RegistrationState.REGISTRATION_STATE_INVALID);
    assertThat(response.getOutcomes(0).getViolationsList().stream().map(each -> each.getField()))
        .containsExactly("address", "ports", "ttl");
    assertThat(response.getRegistrations()).isEqualTo(1);
    assertThat(rig.snapshot().slices(ORDERS)).hasSize(1);
  }

  @Test
  void aSessionLearnsWhenSomethingOfItChangedLast() {
    assertThat(session.renewed().getLastChange()).isZero();
    long first = session.register(instance("a", 30)).getLastChange();
    long second = session.register(instance("b", 30)).getLastChange();
    rig.session("vms", "other").register(instance("c", 30));

    assertThat(first).isPositive().isLessThan(second);
    assertThat(session.register(instance("a", 30)).getLastChange()).isEqualTo(second);
    assertThat(session.renewed().getLastChange()).isEqualTo(second);
    assertThat(session.deregister("b").getLastChange()).isEqualTo(first);
    assertThat(session.renewed().getLastChange()).isEqualTo(first);
  }

  @Test
  void whatIsRegisteredAlreadyAndRenewalsAreNotWritten() {
    session.register(instance("a", 30));
    int written = rig.store.appends().size();

    session.register(instance("a", 30));
    session.again(List.of(instance("a", 30)));
    int renewed = session.renew();

    assertThat(renewed).isEqualTo(1);
    assertThat(rig.store.appends()).hasSize(written);
    assertThat(rig.heard).containsExactly(VMS);
  }

  @Test
  void whatIsNotDurableIsNotAcknowledged() {
    rig.store.failWith(new StoreFullException("no room"));

    StatusRuntimeException refusal = failure(() -> session.register(instance("a", 30)));

    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(detail(refusal, RetryInfo.class)).isPresent();
    assertThat(rig.snapshot().origin(VMS).registrations()).isEmpty();
    assertThat(session.renew()).isZero();
    rig.store.recover();
    assertThat(session.again(List.of(instance("a", 30))).getRegistrations()).isEqualTo(1);
  }

  @Test
  void aCopyOfARequestThatComesAfterALaterOneIsRefused() {
    session.register(instance("a", 30));
    session.deregister("a");

    StatusRuntimeException refusal =
        failure(() -> session.late(1).again(List.of(instance("a", 30))));

    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
    assertThat(detail(refusal, ErrorInfo.class).orElseThrow().getReason())
        .isEqualTo("STALE_REQUEST");
    assertThat(rig.snapshot().service(ORDERS)).isEmpty();
  }

  @Test
  void anOriginThatIsReportedCannotBeRegistered() {
    rig.agentReports(VMS);

    StatusRuntimeException refusal = failure(() -> session.register(instance("a", 30)));

    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(detail(refusal, ErrorInfo.class).orElseThrow().getReason())
        .isEqualTo("ORIGIN_REPORTS");
    assertThat(rig.snapshot().origin(VMS).registrations()).isEmpty();
  }

  @Test
  void anOriginMayHaveSoManyRegistrationsAndNoMore() {
    try (RegistrationRig small =
        new RegistrationRig(
            new FakeStore(),
            new RegistrationLimits(
                2,
                500,
                50,
                200,
                Duration.ofSeconds(10),
                Duration.ofSeconds(20),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30)),
            0)) {
      TestSession greedy = small.session("vms", "one");
      greedy.register(instance("a", 30), instance("b", 30));

      StatusRuntimeException refusal =
          failure(() -> greedy.register(instance("b", 30), instance("c", 30)));

      assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(detail(refusal, QuotaFailure.class).orElseThrow().getViolations(0).getSubject())
          .isEqualTo("origin:vms");
      assertThat(small.snapshot().slices(ORDERS)).hasSize(2);
      assertThat(greedy.register(instance("a", 60), instance("b", 60)).getRegistrations())
          .isEqualTo(2);
      assertThat(small.faults.causes()).isEmpty();
    }
  }

  @Test
  void whoCallsTooOftenIsToldWhenToCallAgain() {
    StatusRuntimeException refusal =
        failure(
            () -> {
              for (int i = 0; i <= RegistrationRig.LIMITS.burst(); i++) {
                session.register(instance("a", 30));
              }
            });

    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    com.google.protobuf.Duration told =
        detail(refusal, RetryInfo.class).orElseThrow().getRetryDelay();
    Duration wait = Duration.ofSeconds(told.getSeconds(), told.getNanos());
    assertThat(wait).isPositive();
    rig.nanos.addAndGet(wait.toNanos());
    assertThat(session.register(instance("a", 30)).getRegistrations()).isEqualTo(1);
  }

  @Test
  void theOldestInstanceDecidesAboutPortsAndTheOthersAreReachedWhereTheyAgree() {
    session.register(instance("b", 30));
    Registration other =
        instance("a", 30).toBuilder()
            .clearPorts()
            .addPorts(port(8080, Protocol.PROTOCOL_TCP))
            .addPorts(port(9090, Protocol.PROTOCOL_GRPC))
            .build();

    session.register(other);

    assertThat(rig.snapshot().service(ORDERS).map(Service::ports).orElseThrow())
        .singleElement()
        .hasToString("ServicePort[name=http-8080, number=8080, protocol=HTTP]");
    assertThat(rig.snapshot().slices(ORDERS).stream().map(slice -> slice.ports().size()))
        .containsExactly(0, 1);
    session.deregister("b");
    assertThat(rig.snapshot().service(ORDERS).map(Service::ports).orElseThrow()).hasSize(2);
    assertThat(rig.snapshot().slices(ORDERS).get(0).ports()).hasSize(2);
  }

  @Test
  void anInstanceOnAnotherNetworkThanItsOriginIsNotOffered() {
    session.register(instance("b", 30));

    session.register(instance("a", 30).toBuilder().setNetwork("elsewhere").build());

    assertThat(rig.snapshot().origin(VMS).registrations()).hasSize(2);
    assertThat(rig.snapshot().slices(ORDERS)).hasSize(1);
    session.deregister("b");
    assertThat(rig.snapshot().cluster(VMS).orElseThrow().network()).isEqualTo("elsewhere");
    assertThat(rig.snapshot().slices(ORDERS)).hasSize(1);
    session.deregister("a");
    assertThat(rig.snapshot().service(ORDERS)).isEmpty();
    assertThat(rig.snapshot().origin(VMS).vacant()).isTrue();
  }

  @Test
  void aProcessThatWasRestartedHasWhatItRegisteredAndTheOneBeforeHasNot() {
    session.register(instance("a", 30));

    RegisterResponse restarted = session.restarted().register(instance("a", 30));
    RegisterResponse late = session.register(instance("a", 30));

    assertThat(restarted.getRegistrations()).isEqualTo(1);
    assertThat(late.getOutcomes(0).getState())
        .isEqualTo(RegistrationState.REGISTRATION_STATE_SUPERSEDED);
    assertThat(late.getRegistrations()).isZero();
    assertThat(session.deregister("a").getDeregistered()).isZero();
    assertThat(rig.snapshot().slices(ORDERS)).hasSize(1);
  }

  @Test
  void whatIsDeregisteredGoesAtOnceUnlessItIsTooMuchAtOnce() {
    session.registerMany(40);
    TestSession few = rig.session("vms", "few");
    few.registerMany(2);

    assertThat(few.deregisterAll().getHold()).isEmpty();
    assertThat(rig.snapshot().slices(ORDERS)).hasSize(40);
    assertThat(session.deregisterAll().getHold()).isNotEmpty();

    assertThat(rig.snapshot().slices(ORDERS)).hasSize(40);
    assertThat(rig.snapshot().origin(VMS).registrations()).hasSize(40);
  }

  @Test
  void whatIsRegisteredIsListedInPages() {
    session.register(IntStream.range(0, 5).mapToObj(i -> instance("i" + i, 30)).toList());
    rig.session("other", "two").register(instance("x", 30));

    ListRegistrationsResponse first =
        rig.stub()
            .listRegistrations(
                ListRegistrationsRequest.newBuilder().setOrigin("vms").setPageSize(3).build());
    ListRegistrationsResponse second =
        rig.stub()
            .listRegistrations(
                ListRegistrationsRequest.newBuilder()
                    .setOrigin("vms")
                    .setPageSize(3)
                    .setPageToken(first.getNextPageToken())
                    .build());

    assertThat(first.getRegistrationsList().stream().map(Registration::getId))
        .containsExactly("i0", "i1", "i2");
    assertThat(second.getRegistrationsList().stream().map(Registration::getId))
        .containsExactly("i3", "i4");
    assertThat(second.getNextPageToken()).isEmpty();
    assertThat(first.getRegistrations(0).getSession().getName()).isEqualTo("one");
  }

  @Test
  void aWatchOfOnesOwnSeesWhatIsRegisteredAndWhatIsTakenBack() {
    session.register(instance("a", 30));
    Iterator<WatchRegistrationsResponse> watch =
        rig.stub()
            .watchRegistrations(WatchRegistrationsRequest.newBuilder().setOrigin("vms").build());
    assertThat(watch.next().getRegistration().getId()).isEqualTo("a");
    assertThat(watch.next().getEvent()).isEqualTo(WatchEvent.WATCH_EVENT_BOOKMARK);

    rig.session("other", "two").register(instance("x", 30));
    assertThat(watch.next().getEvent()).isEqualTo(WatchEvent.WATCH_EVENT_BOOKMARK);
    session.deregister("a");

    WatchRegistrationsResponse gone = watch.next();
    assertThat(gone.getEvent()).isEqualTo(WatchEvent.WATCH_EVENT_REMOVED);
    assertThat(gone.getRegistration().getId()).isEqualTo("a");
  }

  @Test
  void aRequestThatDoesNotSayWhoOrWhatIsRefused() {
    TestSession nameless = new TestSession(rig, "vms", "No Name", 0);

    StatusRuntimeException refusal = failure(() -> nameless.register(instance("a", 30)));

    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refusal.getStatus().getDescription())
        .contains("session.name", "session.incarnation");
    assertThat(failure(() -> session.deregister()).getStatus().getDescription())
        .contains("registrations", "1 to 500");
    assertThat(failure(() -> new TestSession(rig, "", "one", 1).renew()).getStatus().getCode())
        .isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  private static StatusRuntimeException failure(ThrowingCallable call) {
    return catchThrowableOfType(StatusRuntimeException.class, call);
  }

  private static <M extends Message> Optional<M> detail(
      StatusRuntimeException failure, Class<M> type) {
    for (Any detail : StatusProto.fromThrowable(failure).getDetailsList()) {
      if (detail.is(type)) {
        try {
          return Optional.of(detail.unpack(type));
        } catch (InvalidProtocolBufferException e) {
          throw new AssertionError(e);
        }
      }
    }
    return Optional.empty();
  }
}
