package dev.portolan.server.config;

import static dev.portolan.server.config.YamlValues.constant;
import static dev.portolan.server.config.YamlValues.optional;

import dev.portolan.registry.HostMode;
import dev.portolan.registry.HostRules;
import dev.portolan.server.config.YamlMapping.Located;
import java.util.Optional;
import java.util.Set;

/** The {@code spec.hosts} of a virtual mesh's document. Pure. */
final class HostRulesDocument {
  private static final Set<String> FIELDS =
      Set.of("mode", "services", "maxEndpoints", "overflow", "missingNamespace");

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
            Set.of("service", "mode"),
            service -> service.text("mode").map(text -> constant(service, text, HostMode.GLOBAL))),
        maxEndpoints(hosts),
        optional(hosts, "overflow", defaults.overflow()),
        optional(hosts, "missingNamespace", defaults.missingNamespace()));
  }

  private static int maxEndpoints(YamlMapping hosts) {
    Optional<Located> text = hosts.optionalText("maxEndpoints");
    if (text.isEmpty()) {
      return HostRules.DEFAULT_MAX_ENDPOINTS;
    }
    String number = text.get().text();
    if (number.matches("[1-9][0-9]{0,3}") && Integer.parseInt(number) <= HostRules.MAX_ENDPOINTS) {
      return Integer.parseInt(number);
    }
    hosts.problem(
        text.get().node(),
        "spec.hosts.maxEndpoints is '%s'; 1 to %d are allowed"
            .formatted(number, HostRules.MAX_ENDPOINTS));
    return HostRules.DEFAULT_MAX_ENDPOINTS;
  }
}
