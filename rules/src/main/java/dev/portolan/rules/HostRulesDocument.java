package dev.portolan.rules;

import static dev.portolan.rules.YamlValues.constant;
import static dev.portolan.rules.YamlValues.optional;

import dev.portolan.registry.HostMode;
import dev.portolan.registry.HostRules;
import java.util.Set;

/** The {@code spec.hosts} of a virtual mesh's document. Pure. */
final class HostRulesDocument {
  static final Set<String> FIELDS =
      Set.of("mode", "services", "maxEndpoints", "overflow", "missingNamespace");

  static final Set<String> SERVICE_FIELDS = Set.of("service", "mode");

  private HostRulesDocument() {}

  /** The rules; the defaults where nothing is said, and where a problem was found. */
  static HostRules read(YamlMapping spec) {
    return spec.optionalMapping("hosts", FIELDS)
        .map(HostRulesDocument::rules)
        .orElse(HostRules.DEFAULT);
  }

  private static HostRules rules(YamlMapping hosts) {
    HostRules defaults = HostRules.DEFAULT;
    return new HostRules(
        optional(hosts, "mode", defaults.mode()),
        YamlValues.byHost(
            hosts,
            "spec.hosts.services",
            SERVICE_FIELDS,
            service -> service.text("mode").map(text -> constant(service, text, HostMode.GLOBAL))),
        YamlValues.number(
            hosts,
            "maxEndpoints",
            "spec.hosts.maxEndpoints",
            HostRules.MAX_ENDPOINTS,
            HostRules.DEFAULT_MAX_ENDPOINTS),
        optional(hosts, "overflow", defaults.overflow()),
        optional(hosts, "missingNamespace", defaults.missingNamespace()));
  }
}
