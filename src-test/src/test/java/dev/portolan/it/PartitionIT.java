package dev.portolan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.agent.Agent;
import dev.portolan.it.InProcess.RunningHub;
import dev.portolan.registry.Liveness;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PartitionRule;
import dev.portolan.registry.PartitionRule.Action;
import dev.portolan.registry.PartitionRules;
import dev.portolan.server.HubSettings;
import dev.portolan.server.store.RocksDbStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An agent falls silent; what stands in another cluster is compared before, meanwhile and after.
 */
@Timeout(240)
class PartitionIT {
  private static final OriginId WEST = new OriginId("west-1");
  private static final String WEST_GATEWAY = "203.0.113.21";
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);
  private static final Duration LEASE = Duration.ofSeconds(3);
  private static final Pattern REVISION = Pattern.compile("portolan.dev/revision: .*");
  private static final Pattern ADDRESS = Pattern.compile("address: \"?([0-9a-f.:]+)");

  @TempDir private Path directory;
  private @Nullable InProcess parts;

  @AfterEach
  void stop() throws Exception {
    if (parts != null) {
      parts.close();
    }
  }

  @Test
  void byDefaultALostClustersDestinationsStayAsTheyAre() throws Exception {
    InProcess federation = federation(PartitionRules.KEEP);
    RunningHub hub = federation.hub(store());
    federation.agent("east-1");
    Agent west = federation.agent("west-1");
    Map<String, String> before = federation.awaitObjects("east-1", WEST_GATEWAY);

    federation.stop(west);
    awaitLost(hub);
    federation.awaitApplied("east-1", 3);

    assertThat(federation.objects("east-1")).isEqualTo(before);
  }

  @Test
  void aDemotedClusterComesLastAndGetsItsPlaceBack() throws Exception {
    InProcess federation = federation(rule(Action.DEMOTE));
    federation.hub(store());
    federation.agent("east-1");
    Agent west = federation.agent("west-1");
    Map<String, String> before = federation.awaitObjects("east-1", WEST_GATEWAY);

    federation.stop(west);
    Map<String, String> demoted = federation.awaitObjects("east-1", "portolan.dev/t3");

    assertThat(demoted.keySet()).isEqualTo(before.keySet());
    assertThat(addresses(demoted)).isEqualTo(addresses(before));
    assertThatWestGetsItsPlaceBack(federation, before);
  }

  @Test
  void aWithdrawnClusterIsTakenOutWithoutDeletingAnythingAndComesBack() throws Exception {
    InProcess federation = federation(rule(Action.WITHDRAW));
    federation.hub(store());
    federation.agent("east-1");
    Agent west = federation.agent("west-1");
    Map<String, String> before = federation.awaitObjects("east-1", WEST_GATEWAY);

    federation.stop(west);
    await()
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> !addresses(federation.objects("east-1")).contains(WEST_GATEWAY));
    Map<String, String> withdrawn = federation.objects("east-1");

    assertThat(withdrawn.keySet()).isEqualTo(before.keySet());
    assertThatWestGetsItsPlaceBack(federation, before);
  }

  @Test
  void aHubThatIsAwayForLongerThanALeaseTakesNobodyOut() throws Exception {
    InProcess federation = federation(rule(Action.WITHDRAW));
    RunningHub hub = federation.hub(store());
    federation.agent("east-1");
    federation.agent("west-1");
    Map<String, String> before = federation.awaitObjects("east-1", WEST_GATEWAY);

    federation.stop(hub);
    await().pollDelay(LEASE.multipliedBy(3)).until(() -> true);
    RunningHub again = federation.hub(store());
    federation.awaitApplied("east-1", 3);
    federation.awaitApplied("west-1", 3);

    assertThat(again.snapshot().liveness(WEST)).isEmpty();
    assertThat(federation.objects("east-1")).isEqualTo(before);
  }

  private InProcess federation(PartitionRules rules) {
    InProcess made = new InProcess(directory, HubSettings.of(HEARTBEAT, InProcess.BEAT), rules);
    parts = made;
    return made;
  }

  private RocksDbStore store() {
    return new RocksDbStore(directory.resolve("data"));
  }

  private static PartitionRules rule(Action action) {
    return new PartitionRules(new PartitionRule(action, Duration.ofSeconds(1)));
  }

  private static void assertThatWestGetsItsPlaceBack(
      InProcess federation, Map<String, String> before) throws Exception {
    federation.agent("west-1");
    await()
        .atMost(60, TimeUnit.SECONDS)
        .untilAsserted(
            () -> assertThat(said(federation.objects("east-1"))).isEqualTo(said(before)));
  }

  private static void awaitLost(RunningHub hub) {
    await()
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> hub.snapshot().liveness(WEST).filter(Liveness::lost).isPresent());
  }

  /** The objects without the revision at which they were written. */
  private static Map<String, String> said(Map<String, String> objects) {
    return objects.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, entry -> REVISION.matcher(entry.getValue()).replaceAll("")));
  }

  private static String addresses(Map<String, String> objects) {
    return objects.values().stream()
        .flatMap(text -> ADDRESS.matcher(text).results().map(found -> found.group(1)))
        .sorted()
        .collect(Collectors.joining(" "));
  }
}
