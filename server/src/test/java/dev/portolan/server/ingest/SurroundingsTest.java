package dev.portolan.server.ingest;

import static dev.portolan.server.control.SampleRecords.EAST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.federation.Surroundings;
import dev.portolan.server.control.FakeStore;
import dev.portolan.wire.SurroundingsEncoder;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What agents tell of their clusters beside records. */
@Timeout(60)
class SurroundingsTest {
  private static final Surroundings SHOP = Surroundings.of(Set.of("shop"));
  private static final Surroundings BOTH = Surroundings.of(Set.of("billing", "shop"));

  private final ReportRig rig = new ReportRig(new FakeStore());

  @AfterEach
  void close() {
    rig.close();
    assertThat(rig.faults.causes()).isEmpty();
  }

  @Test
  void areKeptWithTheAgentAndOutliveItsStream() {
    TestAgent east = rig.welcomed("east-1", 7);
    assertThat(known()).isEmpty();

    tell(east, Optional.empty(), SHOP);
    await().untilAsserted(() -> assertThat(known()).contains(SHOP));
    tell(east, Optional.of(SHOP), BOTH);
    await().untilAsserted(() -> assertThat(known()).contains(BOTH));

    east.breakOff();
    await().until(() -> !rig.agents.find(EAST).orElseThrow().connected());
    assertThat(known()).contains(BOTH);
  }

  @Test
  void aNewStreamThatSaysNothingOfThemKeepsWhatWasSaid() {
    tell(rig.welcomed("east-1", 7), Optional.empty(), SHOP);
    await().untilAsserted(() -> assertThat(known()).contains(SHOP));

    rig.welcomed("east-1", 8);

    assertThat(known()).contains(SHOP);
  }

  @Test
  void theWelcomeSaysThatTheyAreTaken() {
    TestAgent east = rig.connect();
    east.hello("east-1", 7, 0, "");

    assertThat(east.welcome().getTakesSurroundings()).isTrue();
  }

  private Optional<Surroundings> known() {
    return rig.agents.find(EAST).flatMap(AgentState::surroundings);
  }

  private static void tell(TestAgent agent, Optional<Surroundings> before, Surroundings now) {
    SurroundingsEncoder.encode(before, now, 1 << 20).forEach(agent::surroundings);
  }
}
