package dev.portolan.cli.demo;

import dev.portolan.cli.hub.Listed;
import dev.portolan.cli.hub.RegistryReader;
import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.Patience;
import dev.portolan.v1.ClusterSummary;
import dev.portolan.v1.Revision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Waits until every agent has reported completely and has in force what the registry holds. Judged
 * from what the hub says, by no knowledge of the example.
 */
final class Convergence {
  private static final Duration POLL = Duration.ofMillis(100);

  private final RegistryReader registry;
  private final List<String> clusters;
  private final Path logs;
  private final Patience patience;

  Convergence(RegistryReader registry, List<String> clusters, Path logs, Patience patience) {
    this.registry = registry;
    this.clusters = List.copyOf(clusters);
    this.logs = logs;
    this.patience = patience;
  }

  /** Looks after the processes while this waits. */
  @FunctionalInterface
  interface Check {
    /** Throws {@link CommandException} if there is nothing to wait for any more. */
    void check() throws InterruptedException;
  }

  /**
   * Returns when all is converged. A hub that does not answer is asked again.
   *
   * @throws CommandException if it is not in time, with what is missing where; or as {@code check}
   */
  void await(Duration timeout, Check check) throws InterruptedException {
    List<String> missing =
        patience.until(
            timeout,
            POLL,
            () -> {
              check.check();
              return missing();
            },
            List::isEmpty);
    if (!missing.isEmpty()) {
      throw new CommandException(
          ExitCode.TIMEOUT,
          "not converged after %d s: %s; see %s"
              .formatted(timeout.toSeconds(), String.join("; ", missing), logs));
    }
  }

  private List<String> missing() {
    Listed<ClusterSummary> known;
    try {
      known = registry.clusters("");
    } catch (CommandException e) {
      return List.of("the hub does not answer");
    }
    List<String> missing = new ArrayList<>();
    for (String name : clusters) {
      known.items().stream()
          .filter(cluster -> cluster.getCluster().getOrigin().equals(name))
          .findAny()
          .map(cluster -> missing(cluster, known.revision()))
          .orElseGet(() -> Optional.of("has not connected"))
          .ifPresent(what -> missing.add(name + " " + what));
    }
    return missing;
  }

  private static Optional<String> missing(ClusterSummary cluster, Revision now) {
    if (!cluster.getConnected()) {
      return Optional.of("is not connected");
    }
    if (!cluster.getCluster().getReported()) {
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
