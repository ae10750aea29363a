package dev.portolan.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.portolan.v1.Protocol;
import dev.portolan.v1.Registration;
import dev.portolan.v1.RegistrationName;
import dev.portolan.v1.RegistrationState;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RegistrationClientTest {
  private static final Instance A =
      Instance.of("shop/orders", "a", "10.0.0.1").port(8080, Protocol.PROTOCOL_HTTP);
  private static final Instance B =
      Instance.of("shop/orders", "b", "10.0.0.2").port(8080, Protocol.PROTOCOL_HTTP);

  private final FakeHub hub = new FakeHub();
  private final Heard heard = new Heard();
  private final RegistrationClient client = RegistrationClient.over(hub.channel(), "vms", heard);

  @AfterEach
  void close() {
    client.close(Duration.ofMillis(100));
    hub.close();
  }

  /** What a listener was told, in order. */
  private static final class Heard implements RegistrationListener {
    final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void away(String reason) {
      told.add("away: " + reason);
    }

    @Override
    public void back() {
      told.add("back");
    }

    @Override
    public void registeredAgain(int registrations) {
      told.add("again: " + registrations);
    }

    @Override
    public void refused(String instance, String reason) {
      told.add("refused: " + instance + ": " + reason);
    }
  }

  private List<String> ids() {
    return hub.held.values().stream().map(each -> each.getId()).sorted().toList();
  }

  @Test
  void whatIsRegisteredIsThereWhenTheCallReturnsAndIsRenewed() throws InterruptedException {
    List<RegisteredInstance> registered = client.register(List.of(A, B));

    assertThat(ids()).containsExactly("a", "b");
    await().until(() -> hub.renewals.get() > 2);
    registered.get(0).close();
    await().until(() -> ids().equals(List.of("b")));
    assertThat(client.close(Duration.ofSeconds(5))).isTrue();
    assertThat(hub.held).isEmpty();
    assertThat(heard.told).isEmpty();
  }

  @Test
  void anInstanceThatIsNotReadyIsToldSoAndStaysRegistered() throws InterruptedException {
    RegisteredInstance registered = client.register(A);

    registered.ready(false);
    await().until(() -> !hub.held.values().iterator().next().getReady());
    registered.ready(true);

    await().until(() -> hub.held.values().iterator().next().getReady());
    assertThat(hub.requests.get()).isEqualTo(3);
  }

  @Test
  void whatTheHubHasLostIsRegisteredAgain() throws InterruptedException {
    client.register(List.of(A, B));

    hub.held.remove(Names.of(A.message()));

    await().until(() -> ids().equals(List.of("a", "b")));
    await().until(() -> heard.told.equals(List.of("again: 2")));
  }

  @Test
  void whatAnOlderHubHasOtherwiseIsRegisteredAgain() throws InterruptedException {
    RegisteredInstance a = client.register(A);
    client.register(B);
    Map<RegistrationName, Registration> before = Map.copyOf(hub.held);
    a.ready(!A.message().getReady());
    await().until(() -> !hub.held.equals(before));
    Map<RegistrationName, Registration> after = Map.copyOf(hub.held);

    hub.putBack(before);

    await().until(() -> hub.held.equals(after));
    await().until(() -> heard.told.equals(List.of("again: 2")));
  }

  @Test
  void aHubThatIsAwayIsWaitedForAndToldOnce() throws InterruptedException {
    client.register(A);
    hub.failWith(Status.UNAVAILABLE.withDescription("gone"));
    await().until(() -> !heard.told.isEmpty());
    hub.held.clear();

    hub.recover();

    await().until(() -> ids().equals(List.of("a")));
    await().until(() -> heard.told.size() >= 2);
    assertThat(heard.told.get(0)).contains("away", "gone");
    assertThat(heard.told.stream().filter("back"::equals)).hasSize(1);
  }

  @Test
  void aCertificateThatEndsIsFollowedByANewConnectionAndNobodyIsTold() throws InterruptedException {
    client.register(A);
    hub.endCertificates();

    await().until(() -> hub.connections.get() == 2);
    int renewals = hub.renewals.get();
    await().until(() -> hub.renewals.get() > renewals + 2);

    assertThat(hub.connections).hasValue(2);
    assertThat(heard.told).isEmpty();
  }

  @Test
  void whileThereIsNoOtherCertificateEachTryIsAConnectionAndTheyAreToldOnce()
      throws InterruptedException {
    client.register(A);
    hub.failWith(Status.UNAUTHENTICATED.withDescription("is over"));
    await().until(() -> hub.connections.get() > 3);

    hub.recover();

    await().until(() -> heard.told.size() >= 2);
    assertThat(heard.told).containsExactly("away: UNAUTHENTICATED: is over", "back");
  }

  @Test
  void whenTheOtherConnectionFailsPeopleAreToldWhyItWasWanted() throws InterruptedException {
    client.register(A);
    hub.endCertificates();
    hub.failWith(Status.UNAVAILABLE.withDescription("no handshake"));

    await().until(() -> !heard.told.isEmpty());

    assertThat(heard.told).containsExactly("away: UNAUTHENTICATED: is over");
  }

  @Test
  void anInstanceThatTheHubDoesNotTakeIsRefusedWithTheReasonAndTheOthersGo()
      throws InterruptedException {
    hub.refuse("b", RegistrationState.REGISTRATION_STATE_INVALID);

    assertThatThrownBy(() -> client.register(List.of(A, B)))
        .isInstanceOfSatisfying(
            RegistrationRefusedException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(Status.Code.INVALID_ARGUMENT))
        .hasMessageContainingAll("shop/orders/b", "id is bad");

    await().until(() -> hub.held.isEmpty());
    assertThat(client.register(A).instance()).isSameAs(A);
  }

  @Test
  void anInstanceThatAnotherProcessTookIsToldOfOnceAndTakenBackWhenItIsFree()
      throws InterruptedException {
    client.register(List.of(A, B));
    hub.refuse("b", RegistrationState.REGISTRATION_STATE_SUPERSEDED);
    hub.held.remove(Names.of(B.message()));
    await().until(() -> heard.told.stream().anyMatch(each -> each.startsWith("refused")));
    int renewed = hub.renewals.get();
    await().until(() -> hub.renewals.get() > renewed + 3);
    assertThat(heard.told.stream().filter(each -> each.startsWith("refused")))
        .containsExactly("refused: shop/orders/b: id is bad");

    hub.refuse("", RegistrationState.REGISTRATION_STATE_INVALID);

    await().until(() -> ids().equals(List.of("a", "b")));
  }

  @Test
  void aHubThatRefusesTheOriginIsNotAskedForEver() {
    hub.failWith(Status.FAILED_PRECONDITION.withDescription("an agent reports vms"));

    assertThatThrownBy(() -> client.register(A))
        .isInstanceOf(RegistrationRefusedException.class)
        .hasMessageContaining("an agent reports vms");
  }

  @Test
  void aHubThatDoesNotAnswerInTimeIsAFailureThatSaysWhy() {
    hub.failWith(Status.UNAVAILABLE.withDescription("no room"));

    assertThatThrownBy(() -> client.register(List.of(A), Duration.ofMillis(300)))
        .isInstanceOfSatisfying(
            RegistrationRefusedException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(Status.Code.UNAVAILABLE))
        .hasMessageContaining("no room");
    assertThat(client.close(Duration.ofMillis(200))).isFalse();
  }

  @Test
  void whoIsInterruptedWhileTheHubIsAwayRegistersNothing() throws Exception {
    hub.failWith(Status.UNAVAILABLE);
    FutureTask<RegisteredInstance> registering = new FutureTask<>(() -> client.register(A));
    Thread thread = new Thread(registering);
    thread.start();
    await().until(() -> !heard.told.isEmpty());

    thread.interrupt();
    thread.join();
    hub.recover();

    assertThatThrownBy(registering::get).hasCauseInstanceOf(InterruptedException.class);
    assertThat(client.register(B).instance()).isSameAs(B);
    await().until(() -> ids().equals(List.of("b")));
  }

  @Test
  void oneInstanceIsRegisteredOnce() throws InterruptedException {
    client.register(A);

    assertThatThrownBy(() -> client.register(A))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("shop/orders/a");
    assertThat(ids()).containsExactly("a");
    client.close();
    assertThatThrownBy(() -> client.register(B)).isInstanceOf(IllegalStateException.class);
  }
}
