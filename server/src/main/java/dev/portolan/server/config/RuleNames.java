package dev.portolan.server.config;

import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Rule;

/** What rules are called when one speaks of them. */
final class RuleNames {
  private RuleNames() {}

  /** For example {@code virtual mesh 'bookinfo'}. */
  static String of(Rule rule) {
    ResourceKey key = rule.key();
    String kind =
        switch (key.kind()) {
          case VIRTUAL_MESH -> "virtual mesh";
          case FAILOVER_POLICY -> "failover policy";
          default -> throw new IllegalStateException(key + " names no rule");
        };
    return "%s '%s'".formatted(kind, key.path());
  }
}
