package dev.portolan.agent.apply;

import dev.portolan.registry.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the objects in the cluster fare.
 *
 * @param objects of ours that stand
 * @param waiting steps that are still to be run, whatever they wait for
 * @param refused objects whose last step was refused
 * @param held deletions that are held back
 * @param lastWrite when an object was last written or removed, if ever
 * @param findings what could not be done, and why
 */
public record ApplyStatus(
    int objects,
    int waiting,
    int refused,
    int held,
    Optional<Instant> lastWrite,
    List<Finding> findings) {
  /** Before anything has been read. */
  public static final ApplyStatus NOTHING =
      new ApplyStatus(0, 0, 0, 0, Optional.empty(), List.of());

  public ApplyStatus {
    findings = List.copyOf(findings);
  }

  /** The same with one more finding, if there is one. */
  ApplyStatus with(Optional<Finding> finding) {
    return finding.isEmpty()
        ? this
        : new ApplyStatus(
            objects,
            waiting,
            refused,
            held,
            lastWrite,
            Stream.concat(findings.stream(), finding.stream()).toList());
  }
}
