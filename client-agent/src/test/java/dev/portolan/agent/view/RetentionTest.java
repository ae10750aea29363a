package dev.portolan.agent.view;

import static dev.portolan.agent.view.World.EAST;
import static dev.portolan.agent.view.World.FIRST_EPOCH;
import static dev.portolan.agent.view.World.SECOND_EPOCH;
import static dev.portolan.agent.view.World.SELF;
import static dev.portolan.agent.view.World.WEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ServiceKey;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rule record by record; what it means for a cluster is in {@link ClusterViewTest}. */
class RetentionTest {
  private static final ServiceKey CART = new HostKey("shop", "cart").at(WEST);

  private static final Set<OriginId> NOBODY = Set.of();

  private final RegistrySnapshot before =
      new World()
          .mesh(SELF, WEST)
          .reported(WEST)
          .service(WEST, "cart", "10.0.2.1")
          .capacity(WEST, "cart", 3)
          .at(FIRST_EPOCH, 7);

  @Test
  void keepsEveryKindOfRecordOfASilentMember() {
    RegistrySnapshot believed = believe(new World().mesh(SELF, WEST).at(SECOND_EPOCH, 1));

    assertThat(believed.cluster(WEST)).isPresent().isEqualTo(before.cluster(WEST));
    assertThat(believed.service(CART)).isPresent().isEqualTo(before.service(CART));
    assertThat(believed.slices(CART)).hasSize(1).isEqualTo(before.slices(CART));
    assertThat(believed.capacity(CART).meshed()).isEqualTo(3);
  }

  @Test
  void aMemberThatWasLostIsStillLostInAnEpochThatHasNotHeardOfIt() {
    RegistrySnapshot lost =
        new World()
            .mesh(SELF, WEST)
            .reported(WEST)
            .service(WEST, "cart", "10.0.2.1")
            .lost(WEST, Duration.ofMinutes(5))
            .at(FIRST_EPOCH, 7);
    RegistrySnapshot silent = new World().mesh(SELF, WEST).at(SECOND_EPOCH, 1);
    RegistrySnapshot back = new World().mesh(SELF, WEST).reported(WEST).at(SECOND_EPOCH, 2);

    assertThat(
            Retention.believe(lost, silent, Set.of(WEST), Set.of(WEST), true, false).liveness(WEST))
        .isEqualTo(lost.liveness(WEST));
    assertThat(Retention.believe(lost, back, Set.of(), Set.of(WEST), true, false).liveness(WEST))
        .isEmpty();
  }

  @Test
  void howFarAMemberHadReportedBelongsToTheEpochBefore() {
    RegistrySnapshot believed = believe(new World().mesh(SELF, WEST).at(SECOND_EPOCH, 1));

    assertThat(before.progress(WEST).everComplete()).isTrue();
    assertThat(believed.progress(WEST).everComplete()).isFalse();
  }

  @Test
  void aSilentMemberThatWasSeenWholeStaysAsItWasWhateverAnOlderStoreSays() {
    RegistrySnapshot older =
        new World()
            .mesh(SELF, WEST)
            .cluster(WEST)
            .service(WEST, "cart", "10.0.2.99")
            .service(WEST, "stock", "10.0.2.3")
            .lost(WEST, Duration.ofMinutes(5))
            .at(SECOND_EPOCH, 2);

    RegistrySnapshot believed = believe(older, Set.of(WEST));

    assertThat(believed.slices(CART)).isEqualTo(before.slices(CART));
    assertThat(believed.origin(WEST).services())
        .containsExactlyElementsOf(before.origin(WEST).services());
    assertThat(believed.liveness(WEST))
        .as("whether it is lost is the hub's own word")
        .isEqualTo(older.liveness(WEST));
  }

  @Test
  void whatASilentMemberThatWasNeverSeenWholeReportsComesBeforeWhatItHad() {
    RegistrySnapshot received =
        new World()
            .mesh(SELF, WEST)
            .cluster(WEST)
            .service(WEST, "cart", "10.0.2.99")
            .at(SECOND_EPOCH, 2);

    assertThat(believe(received, NOBODY).slices(CART)).isEqualTo(received.slices(CART));
  }

  @Test
  void whatASilentMemberHadStaysWholeWhileTheHubDoesNotKnowItsNetwork() {
    RegistrySnapshot received =
        new World()
            .mesh(SELF, WEST)
            .capacity(WEST, "cart", 9)
            .service(WEST, "stock", "10.0.2.99")
            .at(SECOND_EPOCH, 2);

    RegistrySnapshot believed = believe(received);

    assertThat(believed.origin(WEST).services())
        .containsExactlyElementsOf(before.origin(WEST).services());
    assertThat(believed.capacity(CART).meshed()).isEqualTo(3);
  }

  @Test
  void whatASilentMemberHadStaysWholeWhileTheHubDoesNotKnowTheClustersNetwork() {
    RegistrySnapshot received =
        new World()
            .meshAlone(SELF, WEST)
            .reported(WEST)
            .capacity(WEST, "cart", 9)
            .at(SECOND_EPOCH, 2);

    RegistrySnapshot believed =
        Retention.believe(
            before, received, Retention.silentMembers(received, SELF, false), NOBODY, false, false);

    assertThat(believed.capacity(CART).meshed()).isEqualTo(3);
    assertThat(believed.slices(CART)).hasSize(1).isEqualTo(before.slices(CART));
  }

  @Test
  void whoHasReportedOnceIsNotSilentWhileItReportsAgain() {
    RegistrySnapshot received =
        new World().mesh(SELF, EAST, WEST).reportingAgain(WEST).at(SECOND_EPOCH, 3);

    assertThat(Retention.silentMembers(received, SELF, true)).containsExactly(EAST);
  }

  @Test
  void toAClusterWithoutAPlaceAllOthersAreSilent() {
    RegistrySnapshot received =
        new World().meshAlone(SELF, EAST, WEST).reported(EAST).at(SECOND_EPOCH, 3);

    assertThat(Retention.silentMembers(received, SELF, false)).containsExactly(EAST, WEST);
  }

  @Test
  void aMeshIsForgottenOnlyByANewEpochThatLacksWhatWasThere() {
    RegistrySnapshot without = new World().at(SECOND_EPOCH, 1);

    assertThat(Retention.meshForgotten(before, without, SELF)).isTrue();
    assertThat(Retention.meshForgotten(before, new World().at(FIRST_EPOCH, 8), SELF)).isFalse();
    assertThat(Retention.meshForgotten(before, before.at(without.revision()), SELF)).isFalse();
    assertThat(Retention.meshForgotten(new World().at(FIRST_EPOCH, 7), without, SELF)).isFalse();
  }

  private RegistrySnapshot believe(RegistrySnapshot received) {
    return believe(received, NOBODY);
  }

  private RegistrySnapshot believe(RegistrySnapshot received, Set<OriginId> seenWhole) {
    return Retention.believe(
        before, received, Retention.silentMembers(received, SELF, true), seenWhole, true, false);
  }
}
