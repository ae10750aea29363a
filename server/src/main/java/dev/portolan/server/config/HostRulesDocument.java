package dev.portolan.server.config;

import dev.portolan.registry.HostRules;
import dev.portolan.registry.HostRules.Overflow;
import dev.portolan.server.config.YamlMapping.Located;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The {@code spec.hosts} of a virtual mesh's document. Pure. */
final class HostRulesDocument {
  private static final Set<String> FIELDS = Set.of("maxEndpoints", "overflow");

  private HostRulesDocument() {}

  /** The rules; the defaults where nothing is said, and where a problem was found. */
  static HostRules read(YamlMapping spec) {
    return spec.optionalMapping("hosts", FIELDS)
        .map(hosts -> new HostRules(maxEndpoints(hosts), overflow(hosts)))
        .orElse(HostRules.DEFAULT);
  }

  private static int maxEndpoints(YamlMapping hosts) {
    return hosts
        .optionalText("maxEndpoints")
        .map(
            text -> {
              if (text.text().matches("[1-9][0-9]{0,3}")
                  && Integer.parseInt(text.text()) <= HostRules.MAX_ENDPOINTS) {
                return Integer.parseInt(text.text());
              }
              hosts.problem(
                  text.node(),
                  "spec.hosts.maxEndpoints is '%s'; 1 to %d are allowed"
                      .formatted(text.text(), HostRules.MAX_ENDPOINTS));
              return HostRules.DEFAULT_MAX_ENDPOINTS;
            })
        .orElse(HostRules.DEFAULT_MAX_ENDPOINTS);
  }

  private static Overflow overflow(YamlMapping hosts) {
    return hosts
        .optionalText("overflow")
        .map(text -> constant(hosts, "overflow", text, HostRules.DEFAULT.overflow()))
        .orElse(HostRules.DEFAULT.overflow());
  }

  /** The constant of that name in lower case; {@code UNKNOWN} has none. */
  private static <E extends Enum<E>> E constant(
      YamlMapping hosts, String field, Located text, E instead) {
    List<E> known =
        Arrays.stream(instead.getDeclaringClass().getEnumConstants())
            .filter(constant -> !constant.name().equals("UNKNOWN"))
            .toList();
    for (E constant : known) {
      if (name(constant).equals(text.text())) {
        return constant;
      }
    }
    hosts.problem(
        text.node(),
        "spec.hosts.%s is '%s'; it can be one of %s"
            .formatted(field, text.text(), known.stream().map(HostRulesDocument::name).toList()));
    return instead;
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
