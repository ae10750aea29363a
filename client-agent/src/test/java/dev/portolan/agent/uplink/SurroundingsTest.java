package dev.portolan.agent.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.agent.session.FakeHub;
import dev.portolan.federation.NativeService;
import dev.portolan.federation.NativeServices;
import dev.portolan.federation.Surroundings;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Sorted;
import dev.portolan.v1.NamespaceSurroundings;
import dev.portolan.v1.ReportRequest;
import dev.portolan.v1.ReportRequest.MessageCase;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the hub is told of a cluster beside its records. */
class SurroundingsTest {
  private final UplinkRig rig = new UplinkRig(FakeHub.up());

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void tellsAllOfItOnceAndThenWhatChanges() {
    start(true);
    Surroundings first = surroundings("shop", "cart");
    rig.uplink.offer(local(first, true));
    rig.uplink.offer(local(first, true));
    rig.time.pass(Duration.ofSeconds(2));

    assertThat(told()).hasSize(1);
    assertThat(told().get(0).getFirst()).isTrue();
    assertThat(names(told().get(0))).containsExactly("shop");

    rig.uplink.offer(local(first.with("billing", true, false, first.services().in("none")), true));

    assertThat(told()).hasSize(2);
    assertThat(told().get(1).getFirst()).isFalse();
    assertThat(names(told().get(1))).containsExactly("billing");
  }

  @Test
  void tellsChangesOnceASecond() {
    start(true);
    Surroundings now = surroundings("shop", "cart");
    rig.uplink.offer(local(now, true));
    for (String name : List.of("a", "b", "c")) {
      now = now.with(name, true, false, now.services().in("none"));
      rig.uplink.offer(local(now, true));
    }
    assertThat(told()).hasSize(1);

    rig.time.pass(Duration.ofSeconds(1));
    assertThat(told()).hasSize(2);
    assertThat(names(told().get(1))).containsExactly("a", "b", "c");
  }

  @Test
  void beginsAnewOnEveryStream() {
    start(true);
    rig.uplink.offer(local(surroundings("shop", "cart"), true));
    rig.reports.breakStream(Status.UNAVAILABLE);
    rig.passFirstWait();

    assertThat(told()).hasSize(2).allMatch(dev.portolan.v1.Surroundings::getFirst);
  }

  @Test
  void tellsNothingBeforeTheClusterIsReadWholly() {
    start(true);
    rig.uplink.offer(local(surroundings("shop", "cart"), false));

    assertThat(told()).isEmpty();
  }

  @Test
  void tellsNothingOfAnOriginThatHasNone() {
    start(true);
    rig.uplink.offer(local(Surroundings.NONE, true));

    assertThat(told()).isEmpty();
  }

  @Test
  void tellsNothingToAHubThatWouldNotUnderstand() {
    start(false);
    rig.uplink.offer(local(surroundings("shop", "cart"), true));

    assertThat(told()).isEmpty();
    assertThat(rig.uplink.state().up()).isTrue();
  }

  private void start(boolean taken) {
    rig.reports.limits().setTakesSurroundings(taken).setMaxRequestBytes(1 << 20);
    rig.uplink.start();
  }

  private List<dev.portolan.v1.Surroundings> told() {
    return rig.reports.requests(MessageCase.SURROUNDINGS).stream()
        .map(ReportRequest::getSurroundings)
        .toList();
  }

  private static List<String> names(dev.portolan.v1.Surroundings message) {
    return message.getNamespacesList().stream().map(NamespaceSurroundings::getName).toList();
  }

  private static LocalState local(Surroundings surroundings, boolean complete) {
    return new LocalState(RegistrySnapshot.EMPTY, surroundings, List.of(), complete);
  }

  private static Surroundings surroundings(String namespace, String service) {
    Surroundings bare = Surroundings.of(Set.of(namespace));
    return new Surroundings(
        bare.namespaces(),
        bare.ambient(),
        NativeServices.NONE.with(
            new HostKey(namespace, service),
            Optional.of(
                new NativeService(
                    NativeService.Kind.VIRTUAL_IP,
                    Sorted.map(Map.of(80, "http")),
                    false,
                    Optional.empty()))));
  }
}
