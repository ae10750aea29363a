package dev.portolan.agent.discovery.files;

import dev.portolan.agent.discovery.objects.Observed;
import dev.portolan.registry.Finding;
import java.util.List;
import java.util.Optional;

/**
 * What a file says, or why it cannot be understood.
 *
 * @param objects each at most once; none when there is a problem
 * @param blank nothing but white space: most likely not written yet
 */
record ParsedFile(
    List<Located> objects, List<Finding> findings, Optional<Finding> problem, boolean blank) {
  ParsedFile {
    objects = List.copyOf(objects);
    findings = List.copyOf(findings);
  }

  static ParsedFile unreadable(Finding problem) {
    return new ParsedFile(List.of(), List.of(), Optional.of(problem), false);
  }

  /**
   * An object and where it begins.
   *
   * @param place {@code reviews.yaml:17:1}
   */
  record Located(Observed object, String place) {}
}
