package dev.portolan.agent.uplink;

import static dev.portolan.agent.uplink.LocalStates.complete;
import static dev.portolan.agent.uplink.LocalStates.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.v1.BatchAcknowledgement;
import dev.portolan.v1.Revision;
import dev.portolan.v1.Welcome;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final String EPOCH = "00000000000000aa";
  private static final Limits LIMITS = Limits.of(Welcome.getDefaultInstance());

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
    outbox.startOver();
    send(3);
    assertThat(outbox.acknowledgedEpoch()).as("2 is given up, and the hub may have it").isEmpty();

    acknowledge(3);
    assertThat(outbox.acknowledgedEpoch()).as("the list may have been longer").isEmpty();
    outbox.listConfirmed();
    assertThat(outbox.acknowledgedEpoch()).isEqualTo(EPOCH);
    assertThat(outbox.acknowledgedNumber()).isEqualTo(3);
  }

  @Test
  void theFirstListHasNothingBeforeIt() {
    outbox.want(complete(service("a")));
    outbox.startOver();
    send(1);
    acknowledge(1);

    assertThat(outbox.acknowledgedEpoch()).isEqualTo(EPOCH);
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
