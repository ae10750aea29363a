package dev.portolan.rules;

import dev.portolan.registry.TrafficPart;
import dev.portolan.registry.TrafficSticky;
import dev.portolan.registry.TrafficSticky.By;
import dev.portolan.rules.YamlMapping.Located;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The {@code spec.sticky} of a document of kind TrafficPolicy. Pure. */
final class TrafficStickyDocument {
  static final Set<String> FIELDS = Set.of("header", "cookie", "query", "source");

  static final Set<String> COOKIE_FIELDS = Set.of("name", "ttl");

  private TrafficStickyDocument() {}

  /** The part, if there is a good one. */
  static Optional<TrafficPart> read(YamlMapping spec) {
    return spec.optionalMapping("sticky", FIELDS).flatMap(TrafficStickyDocument::sticky);
  }

  private static Optional<TrafficPart> sticky(YamlMapping sticky) {
    List<String> said = FIELDS.stream().filter(sticky::has).sorted().toList();
    if (said.size() != 1) {
      sticky.problem(
          sticky.node(),
          "spec.sticky has %s; exactly one of cookie, header, query and source is expected"
              .formatted(said));
      return Optional.empty();
    }
    return switch (said.get(0)) {
      case "header" -> named(sticky, By.HEADER, "header", "spec.sticky.header", Optional.empty());
      case "query" -> named(sticky, By.QUERY, "query", "spec.sticky.query", Optional.empty());
      case "cookie" ->
          sticky
              .mapping("cookie", COOKIE_FIELDS)
              .flatMap(
                  cookie -> {
                    Optional<Duration> ttl =
                        TrafficPolicyDocument.time(cookie, "ttl", "spec.sticky.cookie.ttl");
                    return named(cookie, By.COOKIE, "name", "spec.sticky.cookie.name", ttl);
                  });
      default -> source(sticky);
    };
  }

  private static Optional<TrafficPart> named(
      YamlMapping mapping, By by, String field, String path, Optional<Duration> ttl) {
    Optional<Located> text = mapping.text(field);
    return YamlValues.checked(mapping, path, text.stream().toList(), TrafficSticky::nameProblem)
        .stream()
        .findFirst()
        .map(name -> new TrafficSticky(by, name, ttl));
  }

  private static Optional<TrafficPart> source(YamlMapping sticky) {
    if (!YamlValues.flag(sticky, "source", "spec.sticky.source") && sticky.sound()) {
      sticky.problem(sticky.node(), "spec.sticky.source is false; leave spec.sticky out instead");
    }
    return Optional.of(new TrafficSticky(By.SOURCE, "", Optional.empty()));
  }
}
