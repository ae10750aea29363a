package dev.portolan.server.preview;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.WEST;
import static dev.portolan.server.control.SampleRecords.cluster;
import static dev.portolan.server.control.SampleRecords.mesh;
import static dev.portolan.server.control.SampleRecords.service;
import static dev.portolan.server.control.SampleRecords.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.portolan.federation.GoldenCase;
import dev.portolan.federation.Surroundings;
import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.FailoverTier;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PartitionRule;
import dev.portolan.registry.PartitionRules;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Rollout;
import dev.portolan.registry.Rule;
import dev.portolan.registry.VirtualMeshKey;
import dev.portolan.server.control.NoSuchRuleException;
import dev.portolan.server.control.RuleChange;
import dev.portolan.v1.ClusterPreview;
import dev.portolan.v1.Finding;
import dev.portolan.v1.HostPreview;
import dev.portolan.v1.ObjectChange;
import dev.portolan.v1.ObjectPreview;
import dev.portolan.v1.PreviewResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** East offers reviews with three endpoints; West is on the same network and offers ratings. */
class PreviewsTest {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
  private static final Surroundings BOOKINFO = Surroundings.of(Set.of("bookinfo"));

  private final FakeClusters clusters = new FakeClusters();

  @Test
  void aClusterThatJoinsGetsWhatTheOthersOfferAndTheyGetIts() {
    List<PreviewResponse> answers =
        previews(mesh("shop", EAST)).put(mesh("shop", EAST, WEST)).answers();

    assertThat(hosts(answers))
        .extracting(HostPreview::getCluster, HostPreview::getName, HostPreview::getGained)
        .containsExactly(
            tuple("east-1", "ratings", 1),
            tuple("west-1", "ratings", 1),
            tuple("west-1", "reviews", 3));
    assertThat(hosts(answers).get(2).getObjectsList())
        .extracting(ObjectPreview::getKind, ObjectPreview::getChange)
        .containsExactly(
            tuple("DestinationRule", ObjectChange.OBJECT_CHANGE_CREATED),
            tuple("ServiceEntry", ObjectChange.OBJECT_CHANGE_CREATED));
    assertThat(sums(answers))
        .extracting(ClusterPreview::getCluster, ClusterPreview::getCreated)
        .containsExactly(tuple("east-1", 2), tuple("west-1", 4));
  }

  @Test
  void aVirtualMeshThatGoesTakesItsHostsAlong() {
    List<PreviewResponse> answers =
        previews(mesh("shop", EAST, WEST)).delete(new VirtualMeshKey("shop")).answers();

    assertThat(hosts(answers))
        .allSatisfy(
            host -> {
              assertThat(host.getDestinationsAfter()).isZero();
              assertThat(host.getObjectsList())
                  .extracting(ObjectPreview::getChange)
                  .containsOnly(ObjectChange.OBJECT_CHANGE_DELETED);
            });
    assertThat(sums(answers)).extracting(ClusterPreview::getDeleted).containsExactly(4, 4);
  }

  @Test
  void aPolicyInWavesIsPreviewedAsItIsInTheEnd() {
    FailoverPolicy policy =
        new FailoverPolicy(
            PolicyKey.failover("order"),
            new VirtualMeshKey("shop"),
            List.of(HostSelector.ALL),
            List.of(
                new FailoverTier.Clusters(new TreeMap<>(Map.of(WEST, 0))),
                new FailoverTier.Clusters(new TreeMap<>(Map.of(EAST, 0)))));
    Rollout westFirst =
        Rollout.of(List.of(new TreeSet<>(Set.of(WEST))), Duration.ZERO, Duration.ofMinutes(1));

    List<HostPreview> atOnce = hosts(previews(mesh("shop", EAST, WEST)).put(policy).answers());

    assertThat(atOnce).extracting(HostPreview::getCluster).contains("east-1", "west-1");
    assertThat(hosts(previews(mesh("shop", EAST, WEST)).put(policy.with(westFirst)).answers()))
        .isEqualTo(atOnce);
  }

  @Test
  void whatIsAsItWasIsNotMentioned() {
    List<PreviewResponse> answers =
        previews(mesh("shop", EAST, WEST)).put(mesh("shop", EAST, WEST)).answers();

    assertThat(hosts(answers)).isEmpty();
    assertThat(sums(answers)).hasSize(2);
    assertThat(answers.get(answers.size() - 1).hasRevision()).isTrue();
  }

  @Test
  void whatIsLostForGoodFaresAsItsRuleSays() {
    Rule withdrawing =
        mesh("shop", EAST, WEST)
            .with(
                new PartitionRules(
                    new PartitionRule(PartitionRule.Action.WITHDRAW, Duration.ofMinutes(10))));

    List<PreviewResponse> answers = previews(withdrawing).without(EAST);

    HostPreview reviews =
        hosts(answers).stream()
            .filter(host -> host.getCluster().equals("west-1"))
            .findFirst()
            .orElseThrow();
    assertThat(reviews.getName()).isEqualTo("reviews");
    assertThat(reviews.getLost()).isEqualTo(3);
    assertThat(reviews.getDestinationsAfter()).isZero();
    assertThat(reviews.getFindingsList())
        .extracting(Finding::getCode)
        .contains("PTL0130", "PTL0131");
    assertThat(hosts(previews(mesh("shop", EAST, WEST)).without(EAST))).isEmpty();
  }

  @Test
  void objectsComeAsYamlWhereTheyAreWanted() {
    Question question = previews(mesh("shop", EAST)).put(mesh("shop", EAST, WEST));

    assertThat(hosts(question.answers()).get(0).getObjects(0).getAfter()).isEmpty();
    ObjectPreview shown = hosts(question.shown()).get(0).getObjects(1);
    assertThat(shown.getBefore()).isEmpty();
    assertThat(shown.getAfter()).contains("kind: ServiceEntry").contains("ratings.bookinfo");
  }

  @Test
  void plansWithWhatTheClusterHasAndSaysWhereThatIsNotKnown() {
    clusters.surroundings.put(EAST, BOOKINFO);
    clusters.surroundings.put(WEST, Surroundings.NONE);
    clusters.objects.put(EAST, 7);
    List<PreviewResponse> answers =
        previews(mesh("shop", EAST)).put(mesh("shop", EAST, WEST)).answers();

    assertThat(hosts(answers))
        .filteredOn(host -> host.getCluster().equals("west-1"))
        .allSatisfy(host -> assertThat(host.getObjectsList()).isEmpty());
    assertThat(sums(answers)).noneMatch(ClusterPreview::getSurroundingsAssumed);
    assertThat(sums(answers)).extracting(ClusterPreview::getObjects).containsExactly(7, 0);

    clusters.surroundings.clear();
    assertThat(sums(previews(mesh("shop", EAST)).put(mesh("shop", EAST, WEST)).answers()))
        .allMatch(ClusterPreview::getSurroundingsAssumed);
  }

  @Test
  void refusesWhatAChangeWouldBeRefusedFor() {
    assertThatThrownBy(
            () -> previews(mesh("shop", EAST)).delete(PolicyKey.failover("none")).answers())
        .isInstanceOf(NoSuchRuleException.class);
  }

  private Question previews(Rule rule) {
    RegistrySnapshot now =
        GoldenCase.snapshot(
            List.of(
                rule,
                cluster(EAST, "one"),
                service(EAST, "reviews", 80),
                slice(EAST, "reviews", "r-1", 3),
                cluster(WEST, "one"),
                service(WEST, "ratings", 80),
                slice(WEST, "ratings", "r-1", 1)));
    return new Question(new Previews(() -> now, clusters, () -> NOON), List.of());
  }

  private record Question(Previews previews, List<RuleChange> changes) {
    Question put(Rule rule) {
      return new Question(previews, List.of(RuleChange.put(rule, "")));
    }

    Question delete(ResourceKey key) {
      return new Question(previews, List.of(RuleChange.delete(key, "")));
    }

    List<PreviewResponse> answers() {
      return answers(Optional.empty(), false);
    }

    List<PreviewResponse> shown() {
      return answers(Optional.empty(), true);
    }

    List<PreviewResponse> without(OriginId lost) {
      return answers(Optional.of(lost), false);
    }

    private List<PreviewResponse> answers(Optional<OriginId> lost, boolean show) {
      List<PreviewResponse> all = new ArrayList<>();
      previews.of(changes, lost, show).forEachRemaining(all::add);
      return all;
    }
  }

  private static List<HostPreview> hosts(List<PreviewResponse> answers) {
    return answers.stream().filter(PreviewResponse::hasHost).map(PreviewResponse::getHost).toList();
  }

  private static List<ClusterPreview> sums(List<PreviewResponse> answers) {
    return answers.stream()
        .filter(PreviewResponse::hasCluster)
        .map(PreviewResponse::getCluster)
        .toList();
  }
}
