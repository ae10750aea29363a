package dev.portolan.server.rollout;

import dev.portolan.registry.HostSelector;
import dev.portolan.registry.Policy;
import dev.portolan.v1.Finding;
import java.util.stream.Stream;

/**
 * Something that an agent says and that counts against a rollout if it did not say it before: an
 * error, whatever it is about; a warning about the policy, about a host that it or what was before
 * it selects, or about an object in such a host's namespace.
 *
 * @param code of the finding
 * @param subject of the finding
 */
record Complaint(String code, String subject) {
  private static final int LONGEST = 500;

  static Complaint of(Finding finding) {
    return new Complaint(finding.getCode(), finding.getSubject());
  }

  /** Whether a finding counts against a policy's rollout. */
  static boolean counts(Finding finding, Policy policy) {
    return switch (finding.getSeverity()) {
      case SEVERITY_ERROR -> true;
      case SEVERITY_WARNING -> isAbout(finding.getSubject(), policy);
      case SEVERITY_INFO, SEVERITY_UNSPECIFIED, UNRECOGNIZED -> false;
    };
  }

  private static boolean isAbout(String subject, Policy policy) {
    if (subject.equals(policy.subject())) {
      return true;
    }
    String[] parts = subject.split("/", -1);
    if (parts.length < 3) {
      return false;
    }
    String namespace = parts[parts.length - 2];
    String name = parts[parts.length - 1];
    boolean ofHost = parts[0].equals("service") || parts[0].equals("host");
    return selectors(policy)
        .anyMatch(
            selector ->
                matches(selector.namespace(), namespace)
                    && (!ofHost || matches(selector.name(), name)));
  }

  private static Stream<HostSelector> selectors(Policy policy) {
    return policy.versions().flatMap(version -> version.hosts().stream());
  }

  private static boolean matches(String selected, String name) {
    return selected.equals("*") || selected.equals(name);
  }

  /** For the reason of a halt. */
  static String words(Finding finding) {
    String text =
        "%s about %s: %s".formatted(finding.getCode(), finding.getSubject(), finding.getMessage());
    String clean = text.replaceAll("\\p{Cntrl}", " ");
    return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "…";
  }
}
