package dev.portolan.cli.demo;

import dev.portolan.cli.hub.Listed;
import dev.portolan.cli.hub.RegistryReader;
import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.v1.ClusterSummary;
import dev.portolan.v1.Revision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Waits until every agent has reported completely and has in force what the registry holds. Judged
 * from what the hub says, by no knowledge of the example.
 */
final class Convergence {
  private static final int POLL_MILLIS = 100;

  private final RegistryReader registry;
  private final DemoDirectory files;
  private final DemoProcesses processes;

  Convergence(RegistryReader registry, DemoDirectory files, DemoProcesses processes) {
    this.registry = registry;
    this.files = files;
    this.processes = processes;
  }

  /**
   * Returns when all is converged.
   *
   * @throws CommandException if it is not in time, with what is missing; or if a process has ended
   */
  void await(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    List<String> missing = missing();
    while (!missing.isEmpty()) {
      processes.check();
      if (System.nanoTime() > deadline) {
        throw new CommandException(
            ExitCode.TIMEOUT,
            "not converged after %d s: %s; see %s"
                .formatted(timeout.toSeconds(), String.join("; ", missing), files.logs()));
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      missing = missing();
    }
  }

  private List<String> missing() {
    Listed<ClusterSummary> clusters = registry.clusters("");
    List<String> missing = new ArrayList<>();
    for (String name : files.clusters()) {
      Optional<ClusterSummary> cluster =
          clusters.items().stream().filter(c -> c.getCluster().getOrigin().equals(name)).findAny();
      cluster
          .map(found -> missing(found, clusters.revision()))
          .orElseGet(() -> Optional.of("has not connected"))
          .ifPresent(what -> missing.add(name + " " + what));
    }
    return missing;
  }

  private static Optional<String> missing(ClusterSummary cluster, Revision now) {
    if (!cluster.getConnected() || !cluster.getCluster().getReported()) {
      return Optional.of("has not completed its report");
    }
    if (!cluster.getStatus().getApplied().equals(now)) {
      return Optional.of(
          "has revision %d in force, the registry is at %d"
              .formatted(cluster.getStatus().getApplied().getSequence(), now.getSequence()));
    }
    return Optional.empty();
  }
}
