package dev.portolan.cli.get;

import dev.portolan.registry.ResourceKey;
import dev.portolan.v1.RuleKind;
import dev.portolan.v1.RuleName;
import dev.portolan.v1.RuleSummary;
import dev.portolan.wire.RuleCodec;
import dev.portolan.wire.Violations;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of rules, with every word that names them. */
public enum RuleWords {
  VIRTUAL_MESH(RuleKind.RULE_KIND_VIRTUAL_MESH),
  FAILOVER_POLICY(RuleKind.RULE_KIND_FAILOVER_POLICY),
  TRAFFIC_POLICY(RuleKind.RULE_KIND_TRAFFIC_POLICY),
  ACCESS_POLICY(RuleKind.RULE_KIND_ACCESS_POLICY);

  private final RuleKind kind;

  RuleWords(RuleKind kind) {
    this.kind = kind;
  }

  RuleKind kind() {
    return kind;
  }

  /** In lower case; the plural first, then the singular. */
  List<String> words() {
    return switch (this) {
      case VIRTUAL_MESH -> List.of("virtualmeshes", "virtualmesh", "vm");
      case FAILOVER_POLICY -> List.of("failoverpolicies", "failoverpolicy", "fp");
      case TRAFFIC_POLICY -> List.of("trafficpolicies", "trafficpolicy", "tp");
      case ACCESS_POLICY -> List.of("accesspolicies", "accesspolicy", "ap");
    };
  }

  /** The kind that a word names, in whatever case. */
  public static Optional<RuleWords> of(String word) {
    return Arrays.stream(values())
        .filter(kind -> kind.words().contains(word.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /** The key of a rule of this kind; its name is known to be one. */
  public ResourceKey key(String name) {
    Violations violations = new Violations();
    return RuleCodec.key(RuleName.newBuilder().setKind(kind).setName(name).build(), violations)
        .orElseThrow(() -> new IllegalArgumentException(violations.toString()));
  }

  /** A rule's kind and name, for example {@code failoverpolicy/checkout}. */
  public static String path(ResourceKey key) {
    return singular(key) + "/" + key.path();
  }

  /** The same of a rule that a hub tells of. */
  public static String path(RuleSummary item) {
    return path(Rules.rule(item).key());
  }

  /** All kinds in one text, for a person. */
  public static String all() {
    return Arrays.stream(values())
        .map(kind -> kind.words().get(1))
        .collect(Collectors.joining(", "));
  }

  /** The kind of a rule, for example {@code failoverpolicy}. */
  static String singular(ResourceKey key) {
    return key.kind().word().replace(" ", "");
  }
}
