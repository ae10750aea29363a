package dev.portolan.agent.uplink;

import static dev.portolan.agent.uplink.LocalStates.ORIGIN;
import static dev.portolan.agent.uplink.LocalStates.cluster;
import static dev.portolan.agent.uplink.LocalStates.complete;
import static dev.portolan.agent.uplink.LocalStates.service;
import static dev.portolan.agent.uplink.LocalStates.slice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.ExportRequests;
import dev.portolan.registry.ExportRules.OptIn;
import dev.portolan.registry.Locality;
import dev.portolan.registry.MeshTrust;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Service;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.SourceFacts;
import dev.portolan.v1.BatchAcknowledgement;
import dev.portolan.v1.Revision;
import dev.portolan.v1.Welcome;
import dev.portolan.wire.ExportRequestsCodec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final String EPOCH = "00000000000000aa";
  private static final Limits LIMITS = Limits.of(Welcome.getDefaultInstance());
  private static final Limits KEEPING =
      Limits.of(
          Welcome.newBuilder()
              .addAllTakesExportRequests(ExportRequestsCodec.taken())
              // Of a version to come.
              .addTakesExportRequestsValue(99)
              .build());

  private final Outbox outbox = new Outbox();

  @Test
  void whatWasAcknowledgedBeforeAListThatFollowsOthersIsNoPlaceToResumeAt() {
    outbox.want(complete(service("a")));
    send(1);
    acknowledge(1);
    outbox.listConfirmed();
    assertThat(outbox.acknowledgedEpoch()).isEqualTo(EPOCH);

    outbox.want(complete(service("a"), service("b")));
    send(2);
    outbox.startOver(LIMITS);
    send(3);
    assertThat(outbox.acknowledgedEpoch()).as("2 is given up, and the hub may have it").isEmpty();

    acknowledge(3);
    assertThat(outbox.acknowledgedEpoch()).as("the list may have been longer").isEmpty();
    outbox.listConfirmed();
    assertThat(outbox.acknowledgedEpoch()).isEqualTo(EPOCH);
    assertThat(outbox.acknowledgedNumber()).isEqualTo(3);
  }

  @Test
  void aHubThatKeepsMoreThanTheOneBeforeIsSentWhatThatOneForgot() {
    Service asking = service("a").with(ExportRequests.of(Set.of(OptIn.ANNOTATION), Set.of()));
    outbox.want(complete(asking, service("b")));
    outbox.startOver(LIMITS);
    send(1);
    acknowledge(1);
    outbox.listConfirmed();

    assertThat(outbox.resumeAfter(1, LIMITS)).isTrue();
    assertThat(outbox.next(LIMITS)).as("a hub like the one before").isEmpty();

    assertThat(outbox.resumeAfter(1, KEEPING)).isTrue();
    assertThat(nextKeys(KEEPING)).containsExactly(asking.key());
    acknowledge(2);

    assertThat(outbox.resumeAfter(2, KEEPING)).isTrue();
    assertThat(outbox.next(KEEPING)).as("once").isEmpty();
  }

  @Test
  void aHubThatKeepsWhatIsOutsideTheMeshesIsSentItOnceMore() {
    Cluster facts =
        Cluster.ofSource(
            ORIGIN,
            "vms",
            Locality.UNKNOWN,
            new SourceFacts(Sorted.set(List.of("*")), SourceFacts.Trust.EXTERNAL));
    Limits keeping = Limits.of(Welcome.newBuilder().setTakesExteriors(true).build());
    Service secured = service("b").under(Optional.of("b.example.com"));
    EndpointSlice slice = slice("b", "p1", "10.0.0.1");
    outbox.want(complete(facts, service("a"), slice("a", "p1", "10.0.0.2"), secured, slice));
    outbox.startOver(LIMITS);
    send(1);
    acknowledge(1);

    assertThat(outbox.resumeAfter(1, keeping)).isTrue();

    assertThat(nextKeys(keeping))
        .containsExactlyInAnyOrder(facts.key(), secured.key(), slice.key());
    acknowledge(2);
    assertThat(outbox.resumeAfter(2, keeping)).isTrue();
    assertThat(outbox.next(keeping)).as("once").isEmpty();
  }

  @Test
  void whatIsGoneMeanwhileIsWithdrawnAlthoughTheHubHasForgottenPartsOfIt() {
    Service asking = service("a").with(ExportRequests.of(Set.of(OptIn.ANNOTATION), Set.of()));
    outbox.want(complete(asking, service("b")));
    outbox.startOver(LIMITS);
    send(1);
    acknowledge(1);
    outbox.listConfirmed();
    outbox.want(complete(service("b")));

    assertThat(outbox.resumeAfter(1, KEEPING)).isTrue();

    assertThat(outbox.next(KEEPING))
        .get()
        .extracting(NumberedBatch::changes)
        .isEqualTo(List.of(Change.removal(asking.key())));
  }

  @Test
  void whatIsUnderWayToAHubThatForgetsIsSentAgainToo() {
    Service asking = service("a").with(ExportRequests.of(Set.of(OptIn.SERVICE_EXPORT), Set.of()));
    outbox.want(complete(asking));
    outbox.startOver(LIMITS);
    send(1);

    assertThat(outbox.resumeAfter(1, KEEPING)).as("it was stored, nobody said so").isTrue();

    assertThat(outbox.next(KEEPING)).isPresent();
  }

  @Test
  void aHubThatKeepsWhomAMeshTrustsIsToldAfterOneThatForgot() {
    MeshTrust trust =
        new MeshTrust(
            Sorted.set(List.of("a".repeat(64))), Sorted.set(List.of()), Sorted.set(List.of()));
    Limits trusting = Limits.of(Welcome.newBuilder().setTakesMeshTrust(true).build());
    outbox.want(complete(cluster().trusting(trust), service("a")));
    outbox.startOver(LIMITS);
    send(1);
    acknowledge(1);
    outbox.listConfirmed();

    assertThat(outbox.resumeAfter(1, LIMITS)).isTrue();
    assertThat(outbox.next(LIMITS)).as("a hub like the one before").isEmpty();

    assertThat(outbox.resumeAfter(1, trusting)).isTrue();
    assertThat(nextKeys(trusting)).containsExactly(cluster().key());
    acknowledge(2);

    assertThat(outbox.resumeAfter(2, trusting)).isTrue();
    assertThat(outbox.next(trusting)).as("once").isEmpty();
  }

  @Test
  void theFirstListHasNothingBeforeIt() {
    outbox.want(complete(service("a")));
    outbox.startOver(LIMITS);
    send(1);
    acknowledge(1);

    assertThat(outbox.acknowledgedEpoch()).isEqualTo(EPOCH);
  }

  private List<ResourceKey> nextKeys(Limits limits) {
    return outbox.next(limits).orElseThrow().changes().stream().map(Change::key).toList();
  }

  private void send(long number) {
    assertThat(outbox.next(LIMITS)).get().extracting(NumberedBatch::number).isEqualTo(number);
  }

  private void acknowledge(long number) {
    assertThat(
            outbox.acknowledge(
                BatchAcknowledgement.newBuilder()
                    .setNumber(number)
                    .setRevision(Revision.newBuilder().setEpoch(EPOCH).setSequence(number))
                    .build()))
        .isTrue();
  }
}
