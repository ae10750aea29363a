package dev.portolan.agent.view;

import static dev.portolan.agent.view.World.EAST;
import static dev.portolan.agent.view.World.FIRST_EPOCH;
import static dev.portolan.agent.view.World.SECOND_EPOCH;
import static dev.portolan.agent.view.World.SELF;
import static dev.portolan.agent.view.World.WEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.ExportRequests;
import dev.portolan.registry.ExportRules.OptIn;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.RegistrySnapshot;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterViewTest {
  private static final HostKey OTHER = new HostKey("shop", "other");
  private static final HostKey CART = new HostKey("shop", "cart");

  private final RegistrySnapshot full =
      new World()
          .mesh(SELF, EAST, WEST)
          .reported(EAST)
          .reported(WEST)
          .service(EAST, "cart", "10.0.1.1")
          .service(WEST, "cart", "10.0.2.1", "10.0.2.2")
          .at(FIRST_EPOCH, 7);
  private final ClusterView whole = ClusterView.empty(SELF).withReceived(full);

  @Test
  void believesRemovalsOfOriginsThatHaveReported() {
    ClusterView next =
        whole.withReceived(
            new World()
                .mesh(SELF, EAST, WEST)
                .reported(EAST)
                .reported(WEST)
                .service(EAST, "cart", "10.0.1.1")
                .at(FIRST_EPOCH, 8));

    assertThat(next.merged().originsOf(CART)).containsExactly(EAST);
  }

  @Test
  void whatTheClusterCannotTellOfItsOwnServicesCountsAsTheHubHasIt() {
    World own = new World().cluster(SELF).service(SELF, "cart", "10.0.0.1");
    RegistrySnapshot told =
        new World()
            .mesh(SELF)
            .service(SELF, "cart", "10.0.0.1")
            .asking(SELF, "cart", ExportRequests.of(Set.of(OptIn.SERVICE_EXPORT), Set.of()))
            .at(FIRST_EPOCH, 7);

    ClusterView untold = ClusterView.empty(SELF).withLocal(own.local()).withReceived(told);
    assertThat(untold.merged().service(CART.at(SELF)).orElseThrow().asks(OptIn.SERVICE_EXPORT))
        .isTrue();
    assertThat(Doubts.of(untold))
        .extracting(Finding::code)
        .contains(FindingCode.EXPORT_REQUESTS_KEPT);

    own.asking(SELF, "cart", ExportRequests.of(Set.of(), Set.of(OptIn.SERVICE_EXPORT)));
    ClusterView denied = untold.withLocal(own.local());
    assertThat(denied.merged().service(CART.at(SELF)).orElseThrow().asks(OptIn.SERVICE_EXPORT))
        .isFalse();
    assertThat(Doubts.of(denied))
        .extracting(Finding::code)
        .doesNotContain(FindingCode.EXPORT_REQUESTS_KEPT);
  }

  @Test
  void keepsMembersThatTheNewEpochHasNotHeardOf() {
    ClusterView next =
        whole.withReceived(
            new World()
                .mesh(SELF, EAST, WEST)
                .reported(EAST)
                .service(EAST, "cart", "10.0.1.9")
                .at(SECOND_EPOCH, 3));

    assertThat(next.merged().originsOf(CART)).containsExactly(EAST, WEST);
    assertThat(next.merged().slices(CART.at(WEST))).isEqualTo(full.slices(CART.at(WEST)));
    assertThat(next.merged().slices(CART.at(EAST)).get(0).endpoints().get(0).address())
        .isEqualTo("10.0.1.9");
    assertThat(next.silent()).containsExactly(WEST);
    assertThat(next.uncertain()).as("it is remembered, so plans know it").isEmpty();
  }

  @Test
  void aListThatIsStillComingInCountsWhenItIsComplete() {
    World coming =
        new World()
            .mesh(SELF, EAST, WEST)
            .reported(EAST)
            .service(EAST, "cart", "10.0.1.1")
            .cluster(WEST)
            .service(WEST, "other", "10.0.2.7");
    ClusterView partly = whole.withReceived(coming.at(SECOND_EPOCH, 4));
    ClusterView wholly = partly.withReceived(coming.reported(WEST).at(SECOND_EPOCH, 5));

    assertThat(partly.merged().originsOf(CART)).contains(WEST);
    assertThat(partly.merged().originsOf(OTHER)).isEmpty();
    assertThat(wholly.merged().originsOf(CART)).containsExactly(EAST);
    assertThat(wholly.merged().originsOf(OTHER)).containsExactly(WEST);
  }

  @Test
  void letsGoOfWhatAMemberNoLongerHasOnceItHasReported() {
    ClusterView silent = whole.withReceived(new World().mesh(SELF, EAST, WEST).at(SECOND_EPOCH, 1));
    ClusterView next =
        silent.withReceived(
            new World()
                .mesh(SELF, EAST, WEST)
                .reported(WEST)
                .service(WEST, "other", "10.0.2.7")
                .at(SECOND_EPOCH, 2));

    assertThat(next.merged().originsOf(CART)).containsExactly(EAST);
  }

  @Test
  void letsGoOfAnOriginThatIsNoMemberAnyMore() {
    ClusterView next =
        whole.withReceived(
            new World()
                .mesh(SELF, EAST)
                .reported(EAST)
                .service(EAST, "cart", "10.0.1.1")
                .at(SECOND_EPOCH, 1));

    assertThat(next.merged().originsOf(CART)).containsExactly(EAST);
  }

  @Test
  void keepsEverythingWhileANewEpochKnowsNoMeshOfTheCluster() {
    ClusterView first = whole.withReceived(new World().at(SECOND_EPOCH, 0));
    ClusterView second = first.withReceived(new World().cluster(EAST).at(SECOND_EPOCH, 1));

    assertThat(second.meshForgotten()).isTrue();
    assertThat(second.merged().originsOf(CART)).containsExactly(EAST, WEST);
    assertThat(second.merged().meshOf(SELF)).isPresent();

    ClusterView healed = second.withReceived(full.at(full.revision()));
    assertThat(healed.meshForgotten()).isFalse();
  }

  @Test
  void leavesTheMeshWhenTheSameEpochSaysSo() {
    ClusterView next = whole.withReceived(new World().at(FIRST_EPOCH, 8));

    assertThat(next.meshForgotten()).isFalse();
    assertThat(next.merged().hosts()).isEmpty();
  }

  @Test
  void isUncertainAboutMembersThatItNeverSawWhole() {
    ClusterView fresh =
        ClusterView.empty(SELF)
            .withReceived(
                new World()
                    .mesh(SELF, EAST, WEST)
                    .reported(EAST)
                    .cluster(WEST)
                    .at(SECOND_EPOCH, 1));

    assertThat(fresh.uncertain()).containsExactly(WEST);
  }

  @Test
  void knowsItsOwnServicesFromItselfOnly() {
    ClusterView next =
        whole
            .withLocal(new World().cluster(SELF).service(SELF, "cart", "10.0.0.1").local())
            .withReceived(
                new World()
                    .mesh(SELF, EAST, WEST)
                    .reported(SELF)
                    .reported(EAST)
                    .reported(WEST)
                    .service(SELF, "cart", "10.0.0.99")
                    .service(SELF, "stale", "10.0.0.98")
                    .at(FIRST_EPOCH, 9));

    assertThat(next.merged().slices(CART.at(SELF)).get(0).endpoints().get(0).address())
        .isEqualTo("10.0.0.1");
    assertThat(next.merged().originsOf(new HostKey("shop", "stale"))).isEmpty();
    assertThat(next.withLocal(new World().local()).merged().originsOf(CART)).isEmpty();
  }

  @Test
  void keepsSlicesThatAHubCannotChooseBeforeItKnowsTheClustersNetwork() {
    ClusterView known = whole.withLocal(new World().cluster(SELF).local());
    RegistrySnapshot strange =
        new World()
            .meshAlone(SELF, EAST, WEST)
            .reported(EAST)
            .reported(WEST)
            .capacity(EAST, "cart", 1)
            .capacity(WEST, "cart", 2)
            .at(SECOND_EPOCH, 3);
    ClusterView next = known.withReceived(strange);

    assertThat(next.merged().slices(CART.at(WEST))).isEqualTo(full.slices(CART.at(WEST)));
    assertThat(next.silentByThemselves()).isEmpty();
    assertThat(Doubts.of(next))
        .singleElement()
        .satisfies(finding -> assertThat(finding.subject()).isEqualTo("cluster/self"));

    ClusterView placed =
        next.withReceived(
            new World()
                .mesh(SELF, EAST, WEST)
                .reported(EAST)
                .reported(WEST)
                .service(EAST, "cart", "10.0.1.1")
                .at(SECOND_EPOCH, 4));
    assertThat(placed.merged().originsOf(CART)).containsExactly(EAST);
    assertThat(Doubts.of(placed)).isEmpty();
  }

  @Test
  void isUncertainOfAllOthersWhileTheHubDoesNotKnowTheClustersNetwork() {
    ClusterView fresh =
        ClusterView.empty(SELF)
            .withReceived(new World().meshAlone(SELF, EAST).reported(EAST).at(SECOND_EPOCH, 1));

    assertThat(fresh.withLocal(new World().cluster(SELF).local()).uncertain())
        .containsExactly(EAST);
    assertThat(fresh.withLocal(new World().clusterOn(SELF, "").local()).uncertain())
        .as("the hub takes it to be on a network of its own, which is right")
        .isEmpty();
  }

  @Test
  void keepsAMemberWhollyThatARestoredHubSeesOnAnotherNetwork() {
    ClusterView known =
        ClusterView.empty(SELF)
            .withReceived(
                new World()
                    .mesh(SELF, EAST, WEST)
                    .reported(EAST)
                    .reported(WEST)
                    .clusterOn(WEST, "other")
                    .service(WEST, "cart")
                    .capacity(WEST, "cart", 2)
                    .at(FIRST_EPOCH, 7));

    ClusterView next =
        known.withReceived(
            new World()
                .mesh(SELF, EAST, WEST)
                .reported(EAST)
                .cluster(WEST)
                .service(WEST, "stock", "10.0.2.1")
                .lost(WEST, Duration.ofMinutes(1))
                .at(SECOND_EPOCH, 3));

    assertThat(next.merged().liveness(WEST)).isPresent();
    assertThat(next.merged().cluster(WEST).orElseThrow().network()).isEqualTo("other");
    assertThat(next.merged().originsOf(CART)).containsExactly(WEST);
    assertThat(next.merged().originsOf(new HostKey("shop", "stock"))).isEmpty();
  }

  @Test
  void isUncertainOfWhomItSawFromAnotherNetworkOnlyAndTheNewEpochHasNotHeardOf() {
    ClusterView moved =
        whole.withReceived(
            new World()
                .meshAlone(SELF, EAST, WEST)
                .clusterOn(SELF, "other")
                .reported(EAST)
                .at(SECOND_EPOCH, 1));
    assertThat(moved.uncertain()).containsExactly(WEST);

    ClusterView later =
        moved.withReceived(
            new World()
                .meshAlone(SELF, EAST, WEST)
                .clusterOn(SELF, "other")
                .reported(EAST)
                .reported(WEST)
                .at(SECOND_EPOCH, 2));
    assertThat(later.uncertain()).isEmpty();
  }

  @Test
  void isOnTheNetworkOnWhichTheHubSeesIt() {
    ClusterView moved = whole.withLocal(new World().clusterOn(SELF, "other").local());
    assertThat(moved.merged().cluster(SELF).orElseThrow().network()).isEqualTo("flat");

    ClusterView seen =
        moved.withReceived(
            new World()
                .mesh(SELF, EAST, WEST)
                .clusterOn(SELF, "other")
                .reported(EAST)
                .reported(WEST)
                .at(FIRST_EPOCH, 8));
    assertThat(seen.merged().cluster(SELF).orElseThrow().network()).isEqualTo("other");
  }
}
