package dev.portolan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.portolan.cli.hub.SampleRegistry;
import dev.portolan.v1.Hold;
import dev.portolan.v1.HoldCause;
import dev.portolan.v1.HoldState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HoldCommandTest {
  private final CommandRig rig = new CommandRig();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void listsWhatIsHeldAndWhatWouldReleaseIt() {
    rig.hub.admin().holds.add(hold("1a2b3c4d", HoldState.HOLD_STATE_WAITING));
    rig.hub.admin().holds.add(hold("5e6f7a8b", HoldState.HOLD_STATE_REJECTED));

    assertThat(rig.run("hold", "list")).isZero();

    assertThat(rig.out().lines().map(line -> line.replaceAll(" {2,}", "  ")))
        .containsExactly(
            "HOLD  CLUSTER  STATE  SERVICES  ENDPOINTS  AGE  CAUSE  RELEASED-BY",
            "1a2b3c4d  east-1  waiting  40 of 50  120 of 140  90s  complete list  portolan hold"
                + " release, or a list of the cluster in 8m30s",
            "5e6f7a8b  east-1  rejected  40 of 50  120 of 140  90s  complete list  portolan hold"
                + " release");
  }

  @Test
  void saysWhenNothingIsHeld() {
    assertThat(rig.run("hold", "list")).isZero();

    assertThat(rig.out()).isEmpty();
    assertThat(rig.err()).contains("nothing is held");
  }

  @Test
  void decidesByName() {
    rig.hub.admin().holds.add(hold("1a2b3c4d", HoldState.HOLD_STATE_WAITING));
    rig.hub.admin().holds.add(hold("5e6f7a8b", HoldState.HOLD_STATE_WAITING));

    assertThat(rig.run("hold", "release", "1a2b3c4d")).isZero();
    assertThat(rig.run("hold", "reject", "5e6f7a8b")).isZero();

    assertThat(rig.out())
        .contains("hold 1a2b3c4d is released: 40 services and 41 endpoint slices are gone")
        .contains("hold 5e6f7a8b is rejected");
    assertThat(rig.hub.admin().holds).isEmpty();
  }

  @Test
  void aHoldThatIsNotThereIsNotFound() {
    assertThat(rig.run("hold", "release", "00000000")).isEqualTo(3);

    assertThat(rig.err()).contains("nothing is held as '00000000'");
  }

  private static Hold hold(String name, HoldState state) {
    Hold.Builder hold =
        Hold.newBuilder()
            .setName(name)
            .setOrigin("east-1")
            .setState(state)
            .setCause(HoldCause.HOLD_CAUSE_LIST)
            .setSinceTime(time(SampleRegistry.NOW.minusSeconds(90)))
            .setServices(40)
            .setAllServices(50)
            .setEndpoints(120)
            .setAllEndpoints(140);
    if (state == HoldState.HOLD_STATE_WAITING) {
      hold.setConfirmTime(time(SampleRegistry.NOW.plus(Duration.ofMinutes(8)).plusSeconds(30)));
    }
    return hold.build();
  }

  private static Timestamp time(Instant instant) {
    return Timestamp.newBuilder().setSeconds(instant.getEpochSecond()).build();
  }
}
