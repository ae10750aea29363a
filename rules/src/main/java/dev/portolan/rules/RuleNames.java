package dev.portolan.rules;

import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Rule;

/** What rules are called. */
public final class RuleNames {
  private RuleNames() {}

  /** When one speaks of it: for example {@code virtual mesh 'bookinfo'}. */
  public static String of(Rule rule) {
    return "%s '%s'".formatted(rule.key().kind().word(), rule.key().path());
  }

  /** In a document: for example {@code VirtualMesh}. */
  public static String kind(ResourceKey key) {
    return switch (key.kind()) {
      case VIRTUAL_MESH -> RuleDocument.VIRTUAL_MESH;
      case FAILOVER_POLICY -> RuleDocument.FAILOVER_POLICY;
      case TRAFFIC_POLICY -> RuleDocument.TRAFFIC_POLICY;
      case ACCESS_POLICY -> RuleDocument.ACCESS_POLICY;
      default -> throw new IllegalArgumentException(key + " names no rule");
    };
  }
}
