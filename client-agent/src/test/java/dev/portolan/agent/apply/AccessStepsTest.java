package dev.portolan.agent.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.apply.sink.DesiredObject;
import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.Refusal;
import dev.portolan.federation.HostAccess;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Revision;
import dev.portolan.registry.Sorted;
import dev.portolan.translate.AccessObjects;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Objects that say who may call a host: apart from those by which it is reached, and kept. */
class AccessStepsTest {
  private static final String FIRST = "00000000000000aa";
  private static final String SECOND = "00000000000000bb";
  private static final ObjectRef ACCESS =
      new ObjectRef("shop", ObjectRef.ACCESS, AccessObjects.objectName(Samples.host("cart")));

  private final ApplyRig rig = new ApplyRig();

  @Test
  void aRefusedOneKeepsBackNothingElse() {
    rig.sink.refuse(ACCESS, Refusal.FORBIDDEN);
    rig.start(host(FIRST, Samples.object("entry", "1"), object(FIRST, "a", "web")));

    assertThat(rig.sink.refs()).containsExactly(Samples.ref("entry"));
    assertThat(rig.codes()).containsExactly(FindingCode.WRITE_FORBIDDEN);

    rig.want(host(FIRST, object(FIRST, "a", "web")));
    assertThat(rig.sink.refs()).isEmpty();
  }

  @Test
  void nothingElseKeepsItBack() {
    rig.sink.refuse(Samples.ref("entry"), Refusal.DENIED);
    rig.start(host(FIRST, Samples.object("entry", "1"), object(FIRST, "a", "web")));

    assertThat(rig.sink.refs()).containsExactly(ACCESS);
  }

  @Test
  void itGoesWhenTheSameEpochHasNoPolicyAnyMore() {
    rig.start(host(FIRST, object(FIRST, "a", "web")));

    rig.want(host(FIRST));

    assertThat(rig.sink.refs()).isEmpty();
    assertThat(rig.codes()).isEmpty();
  }

  @Test
  void itStaysWhenAnotherEpochHasNoPolicy() {
    rig.start(host(FIRST, object(FIRST, "a", "web")));
    rig.sink.drainLog();

    rig.want(host(SECOND));

    assertThat(rig.sink.drainLog()).isEmpty();
    assertThat(rig.codes()).containsExactly(FindingCode.ACCESS_KEPT);
  }

  @Test
  void itIsNotClosedWhenAnotherEpochHasOnlyTheDefault() {
    rig.start(host(FIRST, object(FIRST, "a", "web")));
    rig.sink.drainLog();

    rig.want(host(SECOND, object(SECOND, "", "")));

    assertThat(rig.sink.drainLog()).isEmpty();
    assertThat(rig.codes()).containsExactly(FindingCode.ACCESS_KEPT);
  }

  @Test
  void anotherEpochThatHasThePolicyToldAgainMayTakeItAway() {
    rig.start(host(FIRST, object(FIRST, "a", "web")));
    rig.sink.drainLog();

    rig.want(host(SECOND, object(SECOND, "a", "web")));
    assertThat(rig.sink.drainLog()).containsExactly("update " + ACCESS);
    rig.want(host(SECOND));

    assertThat(rig.sink.drainLog()).containsExactly("delete " + ACCESS);
    assertThat(rig.codes()).isEmpty();
  }

  @Test
  void anotherPolicyOfAnotherEpochCounts() {
    rig.start(host(FIRST, object(FIRST, "a", "web")));
    rig.sink.drainLog();

    rig.want(host(SECOND, object(SECOND, "b", "front")));

    assertThat(rig.sink.drainLog()).containsExactly("update " + ACCESS);
  }

  @Test
  void itNamesThePolicyThatCountsAlsoWhenThatSaysTheSame() {
    rig.start(host(FIRST, object(FIRST, "a", "web")));
    rig.sink.drainLog();

    rig.want(host(FIRST, object(FIRST, "b", "web")));

    assertThat(rig.sink.drainLog()).containsExactly("update " + ACCESS);
  }

  @Test
  void itStaysWhileAClusterThatItNamesIsSilent() {
    rig.start(host(FIRST, object(FIRST, "a", "web", Samples.WEST)));
    rig.sink.drainLog();

    rig.want(
        new DesiredHost(
            Samples.host("cart"),
            List.of(object(FIRST, "a", "front")),
            Set.of(Samples.WEST),
            FIRST,
            true));

    assertThat(rig.sink.drainLog()).isEmpty();
    assertThat(rig.codes()).containsExactly(FindingCode.OBJECT_KEPT);
  }

  @Test
  void nothingIsRemovedBeforeTheHubIsHeard() {
    rig.start(host(FIRST, object(FIRST, "a", "web")));
    rig.sink.drainLog();

    rig.want(new DesiredHost(Samples.host("cart"), List.of(), Set.of(), FIRST, false));

    assertThat(rig.sink.drainLog()).isEmpty();
    assertThat(rig.codes()).containsExactly(FindingCode.OBJECT_KEPT);
  }

  @Test
  void whatIsOnlyRememberedDoesNotOvertakeWhatWasWrittenByLaterKnowledge() {
    rig.start(host(FIRST, object(new Revision(FIRST, 9), "a", "web")));
    rig.sink.drainLog();

    rig.want(remembered(object(new Revision(FIRST, 8), "a", "front")));
    assertThat(rig.sink.drainLog()).isEmpty();
    assertThat(rig.codes()).containsExactly(FindingCode.OBJECT_KEPT);

    rig.want(host(FIRST, object(new Revision(FIRST, 10), "a", "front")));
    assertThat(rig.sink.drainLog()).containsExactly("update " + ACCESS);
    assertThat(rig.codes()).isEmpty();
  }

  @Test
  void whatIsOnlyRememberedOfAnotherEpochChangesNothing() {
    rig.start(host(SECOND, object(SECOND, "a", "web")));
    rig.sink.drainLog();

    rig.want(remembered(object(new Revision(FIRST, 9), "a", "front")));

    assertThat(rig.sink.drainLog()).isEmpty();
    assertThat(rig.codes()).containsExactly(FindingCode.OBJECT_KEPT);
  }

  @Test
  void whatIsOnlyRememberedShutsNobodyOut() {
    rig.start(remembered(object(new Revision(FIRST, 9), "a", "web")));
    assertThat(rig.sink.refs()).isEmpty();
    assertThat(rig.codes()).containsExactly(FindingCode.OBJECT_KEPT);

    rig.want(host(FIRST, object(new Revision(FIRST, 9), "a", "web")));
    assertThat(rig.sink.refs()).containsExactly(ACCESS);
    assertThat(rig.codes()).isEmpty();
  }

  @Test
  void whatIsRememberedAndNotOlderFollowsTheCluster() {
    rig.start(host(FIRST, object(new Revision(FIRST, 9), "a", "web")));
    rig.sink.drainLog();

    rig.want(remembered(object(new Revision(FIRST, 9), "a", "front")));

    assertThat(rig.sink.drainLog()).containsExactly("update " + ACCESS);
  }

  private static DesiredHost remembered(DesiredObject object) {
    return new DesiredHost(Samples.host("cart"), List.of(object), Set.of(), object.epoch(), false);
  }

  private static DesiredHost host(String epoch, DesiredObject... objects) {
    return new DesiredHost(Samples.host("cart"), Arrays.asList(objects), Set.of(), epoch, true);
  }

  private static DesiredObject object(
      String epoch, String policy, String selected, OriginId... shapedBy) {
    return object(new Revision(epoch, 1), policy, selected, shapedBy);
  }

  private static DesiredObject object(
      Revision revision, String policy, String selected, OriginId... shapedBy) {
    return DesiredObject.of(
        AccessObjects.translate(
            new HostAccess(
                Samples.host("cart"),
                "shop",
                policy.isEmpty() ? Optional.empty() : Optional.of(policy),
                Sorted.map(Map.of("app", "x" + selected)),
                List.of(),
                new TreeSet<>(Arrays.asList(shapedBy))),
            revision),
        revision.epoch(),
        Set.copyOf(Arrays.asList(shapedBy)));
  }
}
