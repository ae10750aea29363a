package dev.portolan.server.config;

import dev.portolan.registry.HostKey;
import dev.portolan.registry.HostMode;
import dev.portolan.registry.HostRules;
import dev.portolan.registry.Names;
import dev.portolan.server.config.YamlMapping.Located;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

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
        exceptions(hosts),
        maxEndpoints(hosts),
        optional(hosts, "overflow", defaults.overflow()),
        optional(hosts, "missingNamespace", defaults.missingNamespace()));
  }

  private static SortedMap<HostKey, HostMode> exceptions(YamlMapping hosts) {
    SortedMap<HostKey, HostMode> exceptions = new TreeMap<>();
    List<YamlMapping> said = hosts.optionalMappings("services", Set.of("service", "mode"));
    if (said.size() > HostRules.MAX_EXCEPTIONS) {
      hosts.problem(
          hosts.node(),
          "spec.hosts.services has %d entries; at most %d are allowed"
              .formatted(said.size(), HostRules.MAX_EXCEPTIONS));
      return exceptions;
    }
    for (YamlMapping service : said) {
      Optional<HostKey> host = service.text("service").flatMap(text -> host(service, text));
      Optional<HostMode> mode =
          service.text("mode").map(text -> constant(service, text, HostMode.GLOBAL));
      if (host.isPresent() && mode.isPresent() && exceptions.put(host.get(), mode.get()) != null) {
        service.problem(service.node(), "spec.hosts.services has %s twice".formatted(host.get()));
      }
    }
    return exceptions;
  }

  private static Optional<HostKey> host(YamlMapping service, Located text) {
    String[] names = text.text().split("/", -1);
    if (names.length == 2
        && Names.labelProblem(names[0]).isEmpty()
        && Names.labelProblem(names[1]).isEmpty()) {
      return Optional.of(new HostKey(names[0], names[1]));
    }
    service.problem(
        text.node(),
        "spec.hosts.services.service is '%s'; <namespace>/<name> is expected"
            .formatted(text.text()));
    return Optional.empty();
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

  private static <E extends Enum<E>> E optional(YamlMapping hosts, String field, E instead) {
    return hosts.optionalText(field).map(text -> constant(hosts, text, instead)).orElse(instead);
  }

  /** The constant of that name in lower case; {@code UNKNOWN} has none. */
  private static <E extends Enum<E>> E constant(YamlMapping mapping, Located text, E instead) {
    List<E> known =
        Arrays.stream(instead.getDeclaringClass().getEnumConstants())
            .filter(constant -> !constant.name().equals("UNKNOWN"))
            .toList();
    for (E constant : known) {
      if (name(constant).equals(text.text())) {
        return constant;
      }
    }
    mapping.problem(
        text.node(),
        "'%s' is not known here; it can be one of %s"
            .formatted(text.text(), known.stream().map(HostRulesDocument::name).toList()));
    return instead;
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
