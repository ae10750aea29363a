package dev.portolan.server.config;

import static dev.portolan.server.config.YamlValues.constant;

import dev.portolan.registry.HostKey;
import dev.portolan.registry.HostRules;
import dev.portolan.registry.PartitionLabels;
import dev.portolan.registry.PartitionRule;
import dev.portolan.registry.PartitionRule.Action;
import dev.portolan.registry.PartitionRules;
import dev.portolan.server.config.YamlMapping.Located;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The {@code spec.partition} of a virtual mesh's document. Pure. */
final class PartitionDocument {
  private PartitionDocument() {}

  /** The rules; everything is kept where nothing is said, and where a problem was found. */
  static PartitionRules read(YamlMapping spec) {
    return spec.optionalMapping("partition", Set.of("rule", "grace", "services"))
        .map(PartitionDocument::rules)
        .orElse(PartitionRules.KEEP);
  }

  private static PartitionRules rules(YamlMapping partition) {
    Action action = YamlValues.optional(partition, "rule", Action.KEEP);
    return new PartitionRules(
        rule(partition, "spec.partition.grace", action), exceptions(partition));
  }

  private static PartitionRule rule(YamlMapping mapping, String path, Action action) {
    Optional<Located> text = mapping.optionalText("grace");
    Optional<Duration> grace = text.flatMap(found -> PartitionLabels.grace(found.text()));
    if (text.isPresent() && grace.isEmpty()) {
      mapping.problem(
          text.get().node(),
          "%s is '%s'; a time such as 90s, 10m or 2h up to %dh is expected"
              .formatted(path, text.get().text(), PartitionRule.MAX_GRACE.toHours()));
    }
    return action == Action.KEEP
        ? PartitionRule.KEEP
        : new PartitionRule(action, grace.orElse(PartitionRule.DEFAULT_GRACE));
  }

  private static SortedMap<HostKey, PartitionRule> exceptions(YamlMapping partition) {
    SortedMap<HostKey, PartitionRule> exceptions = new TreeMap<>();
    List<YamlMapping> said =
        partition.optionalMappings("services", Set.of("service", "rule", "grace"));
    if (said.size() > HostRules.MAX_EXCEPTIONS) {
      partition.problem(
          partition.node(),
          "spec.partition.services has %d entries; at most %d are allowed"
              .formatted(said.size(), HostRules.MAX_EXCEPTIONS));
      return exceptions;
    }
    for (YamlMapping service : said) {
      Optional<HostKey> host =
          service
              .text("service")
              .flatMap(text -> YamlValues.host(service, "spec.partition.services.service", text));
      Optional<PartitionRule> rule =
          service
              .text("rule")
              .map(text -> constant(service, text, Action.KEEP))
              .map(action -> rule(service, "spec.partition.services.grace", action));
      if (host.isPresent() && rule.isPresent() && exceptions.put(host.get(), rule.get()) != null) {
        service.problem(
            service.node(), "spec.partition.services has %s twice".formatted(host.get()));
      }
    }
    return exceptions;
  }
}
