package dev.portolan.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.cli.hub.FakeHub;
import dev.portolan.cli.hub.FakeRegistry;
import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.hub.HubAddress;
import dev.portolan.cli.hub.SampleRegistry;
import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.v1.ClusterSummary;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ConvergenceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(7);
  private static final long REVISION = 17; // of the fake registry

  private final FakeHub fake = new FakeHub();
  private final FakeRegistry registry = fake.registry();
  private final Hub hub =
      new Hub(
          HubAddress.DEFAULT,
          fake.open(HubAddress.DEFAULT, Optional.empty()),
          Duration.ofSeconds(20));

  @TempDir private Path directory;
  private DemoRig rig;
  private Convergence convergence;

  @BeforeEach
  void create() throws IOException {
    rig = new DemoRig(directory);
    convergence =
        new Convergence(hub.reader(), List.of("east-1", "west-1"), Path.of("/logs"), rig.patience);
  }

  @AfterEach
  void close() {
    hub.close();
    fake.close();
  }

  @Test
  void allInForceIsConverged() throws Exception {
    registry.clusters.add(SampleRegistry.cluster("east-1", REVISION));
    registry.clusters.add(SampleRegistry.cluster("west-1", REVISION));

    convergence.await(PATIENCE, () -> {});

    assertThat(rig.passed()).isZero();
  }

  @Test
  void whatIsMissingIsToldClusterByCluster() {
    registry.clusters.add(SampleRegistry.cluster("east-1", REVISION - 1));

    CommandException failure = notConverged();

    assertThat(failure.exitCode()).isEqualTo(ExitCode.TIMEOUT);
    assertThat(failure)
        .hasMessage(
            "not converged after 7 s: east-1 has revision 16 in force, the registry is at 17;"
                + " west-1 has not connected; see /logs");
    assertThat(rig.passed()).isEqualTo(PATIENCE);
  }

  @Test
  void aLostAgentOrAnIncompleteReportIsNotConverged() {
    ClusterSummary.Builder lost = SampleRegistry.cluster("east-1", REVISION).toBuilder();
    registry.clusters.add(lost.setConnected(false).build());
    ClusterSummary.Builder half = SampleRegistry.cluster("west-1", REVISION).toBuilder();
    half.getClusterBuilder().setReported(false);
    registry.clusters.add(half.build());

    assertThat(notConverged())
        .hasMessageContaining("east-1 is not connected; west-1 has not completed its report");
  }

  @Test
  void aHubThatDoesNotAnswerIsAskedAgain() throws Exception {
    registry.failures.add(Status.UNAVAILABLE);
    registry.failures.add(Status.DEADLINE_EXCEEDED);
    registry.clusters.add(SampleRegistry.cluster("east-1", REVISION));
    registry.clusters.add(SampleRegistry.cluster("west-1", REVISION));

    convergence.await(PATIENCE, () -> {});

    assertThat(rig.passed()).isPositive();
  }

  @Test
  void aProcessThatEndedEndsTheWaiting() {
    CommandException ended = new CommandException(ExitCode.FAILED, "east-1 ended");
    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(
            () ->
                convergence.await(
                    PATIENCE,
                    () -> {
                      throw ended;
                    }))
        .isSameAs(ended);
    assertThat(rig.passed()).isZero();
  }

  private CommandException notConverged() {
    CommandException failure =
        catchThrowableOfType(CommandException.class, () -> convergence.await(PATIENCE, () -> {}));
    assertThat(failure).isNotNull();
    return failure;
  }
}
