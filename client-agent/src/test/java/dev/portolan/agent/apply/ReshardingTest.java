package dev.portolan.agent.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.apply.sink.Custody;
import dev.portolan.agent.apply.sink.DesiredObject;
import dev.portolan.agent.apply.sink.Handle;
import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.ObservedObject;
import dev.portolan.agent.apply.sink.Refusal;
import io.fabric8.istio.api.networking.v1.ServiceEntryBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A host that is dealt out to more objects, or to fewer: at every moment in between, each endpoint
 * that it has before and after stands in one of them. An object's fingerprint is its endpoints.
 */
class ReshardingTest {
  private static final String NAME = "portolan-big-0123abcd";
  private static final String[] ONE = {"a b c d"};
  private static final String[] TWO = {"a c", "b d"};
  private static final String[] FOUR = {"a", "b", "c", "d"};

  private final ApplyRig rig = new ApplyRig();
  private final List<Set<String>> moments = new ArrayList<>();

  @BeforeEach
  void watch() {
    rig.sink.afterEachStep(() -> moments.add(endpoints()));
  }

  @Test
  void growingMakesTheNewShardsBeforeTheOthersGiveEndpointsAway() {
    rig.start(host(ONE));
    moments.clear();

    rig.want(host(TWO));
    rig.want(host(FOUR));

    assertWholeThroughout();
    assertThat(standing()).containsExactly("a", "b", "c", "d");
  }

  @Test
  void shrinkingFillsTheRemainingShardsBeforeTheOthersGo() {
    rig.start(host(FOUR));
    moments.clear();

    rig.want(host(TWO));
    rig.want(host(ONE));

    assertWholeThroughout();
    assertThat(standing()).containsExactly("a b c d");
  }

  @Test
  void noEndpointIsLostWhileTheNewShardsAreRefused() {
    rig.start(host(TWO));
    moments.clear();
    rig.sink.refuse(step -> step.startsWith("create"), Refusal.QUOTA, Optional.empty());

    rig.want(host(FOUR));
    rig.time.pass(Duration.ofMinutes(5));
    assertThat(standing()).containsExactly("a c", "b d");

    rig.sink.heal();
    rig.time.pass(Duration.ofMinutes(5));
    assertWholeThroughout();
    assertThat(standing()).containsExactly("a", "b", "c", "d");
  }

  @Test
  void noEndpointIsLostWhileTheRemainingShardsCannotBeFilled() {
    rig.start(host(FOUR));
    moments.clear();
    rig.sink.refuse(ref(1), Refusal.DENIED);

    rig.want(host(TWO));
    rig.time.pass(Duration.ofMinutes(5));

    assertWholeThroughout();
    assertThat(standing()).containsExactly("a c", "b", "c", "d");
  }

  @Test
  void shardsOfAnEarlierProcessStayUntilTheOthersHaveTheirEndpoints() {
    for (int shard = 0; shard < FOUR.length; shard++) {
      rig.sink.holding(left(shard, FOUR[shard]));
    }
    rig.sink.refuse(ref(0), Refusal.DENIED);
    rig.start(host(TWO));
    rig.time.pass(Duration.ofMinutes(1));
    assertThat(standing()).containsExactly("a", "b d", "c", "d");

    rig.sink.heal();
    rig.time.pass(Duration.ofMinutes(5));
    assertWholeThroughout();
    assertThat(standing()).containsExactly("a c", "b d");
  }

  @Test
  void oneEndpointMoreIsOneWrite() {
    rig.start(host(FOUR));
    rig.sink.drainLog();

    rig.want(host("a", "b e", "c", "d"));

    assertThat(rig.sink.drainLog()).containsExactly("update " + ref(1));
  }

  private void assertWholeThroughout() {
    assertThat(moments).isNotEmpty().allMatch(Set.of("a", "b", "c", "d")::equals);
  }

  private Set<String> endpoints() {
    Set<String> endpoints = new TreeSet<>();
    standing().forEach(each -> endpoints.addAll(List.of(each.split(" ", -1))));
    return endpoints;
  }

  private List<String> standing() {
    return new TreeSet<>(rig.sink.refs())
        .stream().map(ref -> rig.sink.standing(ref).fingerprint()).toList();
  }

  private static DesiredHost host(String... shards) {
    List<DesiredObject> objects = new ArrayList<>();
    for (String endpoints : Arrays.asList(shards)) {
      ObjectRef ref = ref(objects.size());
      objects.add(
          new DesiredObject(
              new ServiceEntryBuilder()
                  .withNewMetadata()
                  .withNamespace(ref.namespace())
                  .withName(ref.name())
                  .endMetadata()
                  .build(),
              endpoints,
              "",
              Set.of(),
              Set.of()));
    }
    return Samples.desired("big", objects.toArray(DesiredObject[]::new));
  }

  private static ObservedObject left(int shard, String endpoints) {
    return new ObservedObject(
        ref(shard), Custody.OURS, endpoints, "", Set.of(), Set.of(), Handle.NONE);
  }

  private static ObjectRef ref(int shard) {
    return new ObjectRef("shop", "ServiceEntry", shard == 0 ? NAME : NAME + "-" + shard);
  }
}
