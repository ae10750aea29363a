package dev.portolan.cli.get;

import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.Suggestions;
import dev.portolan.v1.RuleKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The kinds that can be got, with every word that names them. */
enum ResourceKind {
  SERVICES(3),
  ENDPOINTS(4),
  REGISTRATIONS(4),
  CLUSTERS(1),
  FINDINGS(1),
  RULES(1),
  VIRTUAL_MESHES(1),
  FAILOVER_POLICIES(1),
  TRAFFIC_POLICIES(1),
  ACCESS_POLICIES(1);

  /** The most parts that a NAME of this kind has. */
  private final int nameParts;

  ResourceKind(int nameParts) {
    this.nameParts = nameParts;
  }

  Resources<?> resources() {
    return switch (this) {
      case SERVICES -> new Services();
      case ENDPOINTS -> new EndpointSlices();
      case REGISTRATIONS -> new Registrations();
      case CLUSTERS -> new Clusters();
      case FINDINGS -> new Findings();
      case RULES -> new Rules(RuleKind.RULE_KIND_UNSPECIFIED);
      case VIRTUAL_MESHES -> new Rules(RuleWords.VIRTUAL_MESH.kind());
      case FAILOVER_POLICIES -> new Rules(RuleWords.FAILOVER_POLICY.kind());
      case TRAFFIC_POLICIES -> new Rules(RuleWords.TRAFFIC_POLICY.kind());
      case ACCESS_POLICIES -> new Rules(RuleWords.ACCESS_POLICY.kind());
    };
  }

  private List<String> words() {
    return switch (this) {
      case SERVICES -> List.of("services", "service", "svc");
      case ENDPOINTS -> List.of("endpoints", "endpoint", "ep", "endpointslices", "endpointslice");
      case REGISTRATIONS -> List.of("registrations", "registration", "reg");
      case CLUSTERS -> List.of("clusters", "cluster");
      case FINDINGS -> List.of("findings", "finding");
      case RULES -> List.of("rules", "rule");
      case VIRTUAL_MESHES -> RuleWords.VIRTUAL_MESH.words();
      case FAILOVER_POLICIES -> RuleWords.FAILOVER_POLICY.words();
      case TRAFFIC_POLICIES -> RuleWords.TRAFFIC_POLICY.words();
      case ACCESS_POLICIES -> RuleWords.ACCESS_POLICY.words();
    };
  }

  /** Whether the selection can match one item only, whatever the registry holds. */
  boolean namesOne(Selection selection) {
    return switch (this) {
      case SERVICES -> selection.exact();
      case ENDPOINTS, REGISTRATIONS -> selection.exact() && !selection.slice().isEmpty();
      case CLUSTERS -> !selection.name().isEmpty();
      case FINDINGS, RULES -> false;
      case VIRTUAL_MESHES, FAILOVER_POLICIES, TRAFFIC_POLICIES, ACCESS_POLICIES ->
          !selection.name().isEmpty();
    };
  }

  static ResourceKind parse(String word) {
    List<String> known = new ArrayList<>();
    for (ResourceKind kind : values()) {
      if (kind.words().contains(word.toLowerCase(Locale.ROOT))) {
        return kind;
      }
      known.add(kind.words().get(0));
    }
    List<String> near = Suggestions.near(word, known);
    throw usage(
        "there is no kind '%s'; %s"
            .formatted(
                word,
                near.isEmpty()
                    ? "the kinds are " + String.join(", ", known)
                    : "did you mean " + near.get(0) + "?"));
  }

  /**
   * Joins NAME with the flags.
   *
   * @param text from its end: slice or id (of endpoints and registrations), name, namespace,
   *     origin, parted by slashes
   */
  Selection select(String text, Selection flags) {
    if (ofRules()) {
      return selectRule(text, flags);
    }
    if (nameParts == 1) {
      return selectOrigin(text, flags);
    }
    if (text.isEmpty()) {
      return flags;
    }
    String[] parts = text.split("/", -1);
    if (parts.length > nameParts || List.of(parts).contains("")) {
      throw usage(
          "'%s' is no name; write NAME, NAMESPACE/NAME or ORIGIN/NAMESPACE/NAME%s"
              .formatted(text, lastPart()));
    }
    int name = parts.length == 4 ? 2 : parts.length - 1;
    return new Selection(
        name < 2 ? flags.origin() : joined("--origin", flags.origin(), parts[name - 2]),
        name < 1 ? flags.namespace() : joined("--namespace", flags.namespace(), parts[name - 1]),
        parts[name],
        parts.length == 4 ? parts[3] : "",
        flags.host());
  }

  private String lastPart() {
    return switch (this) {
      case ENDPOINTS -> " (and /SLICE)";
      case REGISTRATIONS -> " (and /ID)";
      default -> "";
    };
  }

  private boolean ofRules() {
    return switch (this) {
      case RULES, VIRTUAL_MESHES, FAILOVER_POLICIES, TRAFFIC_POLICIES, ACCESS_POLICIES -> true;
      case SERVICES, ENDPOINTS, REGISTRATIONS, CLUSTERS, FINDINGS -> false;
    };
  }

  private Selection selectRule(String text, Selection flags) {
    if (!flags.namespace().isEmpty() || !flags.host().isEmpty() || !flags.origin().isEmpty()) {
      throw usage("rules belong to no cluster; leave -n, --origin and --host-name out");
    }
    if (text.contains("/")) {
      throw usage("'%s' is no name of a rule".formatted(text));
    }
    return new Selection("", "", text, "", "");
  }

  private Selection selectOrigin(String text, Selection flags) {
    if (!flags.namespace().isEmpty() || !flags.host().isEmpty()) {
      throw usage(
          "%s have neither namespace nor host; leave -n and --host-name out"
              .formatted(resources().plural()));
    }
    if (text.contains("/")) {
      throw usage("'%s' is no name of a cluster".formatted(text));
    }
    return new Selection(
        text.isEmpty() ? flags.origin() : joined("--origin", flags.origin(), text),
        "",
        text,
        "",
        "");
  }

  private static String joined(String flag, String said, String named) {
    if (!said.isEmpty() && !said.equals(named)) {
      throw usage("NAME says %s, but %s says %s".formatted(named, flag, said));
    }
    return named;
  }

  private static CommandException usage(String message) {
    return new CommandException(ExitCode.USAGE, message);
  }
}
