package dev.portolan.rules;

import dev.portolan.registry.AccessGrant;
import dev.portolan.registry.HeaderChanges;
import dev.portolan.registry.HeaderMatch;
import dev.portolan.registry.RequestMatch;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.TrafficMatches;
import dev.portolan.registry.TrafficPart;
import dev.portolan.registry.TrafficSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The {@code spec.matches} of a document of kind TrafficPolicy. Pure. */
final class TrafficMatchesDocument {
  static final Set<String> CASE_FIELDS = Set.of("headers", "methods", "paths", "split");
  static final Set<String> HEADER_FIELDS = Set.of("exact", "prefix", "present");
  static final List<String> CONDITIONS = List.of("headers", "methods", "paths");
  private static final String PATH = "spec.matches";

  private TrafficMatchesDocument() {}

  /** The part, if there is a good one. */
  static Optional<TrafficPart> read(YamlMapping spec) {
    if (!spec.has("matches")) {
      return Optional.empty();
    }
    List<YamlMapping> entries = spec.optionalMappings("matches", CASE_FIELDS);
    if (entries.isEmpty() || entries.size() > TrafficMatches.MAX_CASES) {
      spec.problem(
          spec.node(),
          "%s has %d entries; 1 to %d are allowed"
              .formatted(PATH, entries.size(), TrafficMatches.MAX_CASES));
    }
    List<TrafficMatches.Case> cases = new ArrayList<>();
    for (YamlMapping entry : entries) {
      Optional<RequestMatch> match = match(entry);
      Optional<TrafficSplit> split = split(entry);
      if (match.isPresent()
          && cases.stream().anyMatch(before -> before.match().equals(match.get()))) {
        entry.problem(entry.node(), PATH + " has an entry twice; the second would never be asked");
      }
      if (match.isPresent() && split.isPresent()) {
        cases.add(new TrafficMatches.Case(match.get(), split.get()));
      }
    }
    return spec.sound() ? Optional.of(new TrafficMatches(cases)) : Optional.empty();
  }

  private static Optional<TrafficSplit> split(YamlMapping entry) {
    if (!entry.has("split")) {
      entry.problem(entry.node(), PATH + ".split is missing; say where such requests go");
      return Optional.empty();
    }
    return TrafficTargetDocument.split(entry, PATH + ".split");
  }

  private static Optional<RequestMatch> match(YamlMapping entry) {
    if (CONDITIONS.stream().noneMatch(entry::has)) {
      entry.problem(
          entry.node(),
          PATH + " has an entry for all requests; one of headers, methods and paths is expected");
      return Optional.empty();
    }
    List<String> methods =
        YamlValues.some(
            entry, "methods", PATH, RequestMatch.MAX_METHODS, "", AccessGrant::methodProblem);
    List<String> paths =
        YamlValues.some(entry, "paths", PATH, RequestMatch.MAX_PATHS, "", AccessGrant::pathProblem);
    SortedMap<String, HeaderMatch> headers = headers(entry);
    return entry.sound()
        ? Optional.of(new RequestMatch(headers, Sorted.set(methods), Sorted.set(paths)))
        : Optional.empty();
  }

  private static SortedMap<String, HeaderMatch> headers(YamlMapping entry) {
    SortedMap<String, HeaderMatch> headers = new TreeMap<>();
    Map<String, YamlMapping> said = entry.optionalMappingsByName("headers", HEADER_FIELDS);
    if (entry.has("headers") && (said.isEmpty() || said.size() > RequestMatch.MAX_HEADERS)) {
      entry.problem(
          entry.node(),
          "%s.headers has %d entries; 1 to %d are allowed"
              .formatted(PATH, said.size(), RequestMatch.MAX_HEADERS));
    }
    said.forEach(
        (name, mapping) -> {
          HeaderChanges.nameProblem(name)
              .ifPresent(problem -> mapping.problem(mapping.node(), PATH + ".headers " + problem));
          header(mapping).ifPresent(header -> headers.put(name, header));
        });
    return headers;
  }

  private static Optional<HeaderMatch> header(YamlMapping mapping) {
    if (HEADER_FIELDS.stream().filter(mapping::has).count() != 1) {
      mapping.problem(
          mapping.node(), PATH + ".headers is to say one of exact, prefix and present of each");
      return Optional.empty();
    }
    if (mapping.has("present")) {
      if (!YamlValues.flag(mapping, "present", PATH + ".headers.present")) {
        mapping.problem(
            mapping.node(), PATH + ".headers.present can be true only; leave the header out");
      }
      return Optional.of(HeaderMatch.ANY);
    }
    HeaderMatch.By by = mapping.has("exact") ? HeaderMatch.By.EXACT : HeaderMatch.By.PREFIX;
    return mapping
        .text(by.word())
        .flatMap(
            text -> {
              Optional<String> bad = HeaderMatch.valueProblem(text.text());
              bad.ifPresent(
                  problem ->
                      mapping.problem(
                          text.node(), "%s.headers.%s %s".formatted(PATH, by.word(), problem)));
              return bad.isPresent()
                  ? Optional.empty()
                  : Optional.of(new HeaderMatch(by, text.text()));
            });
  }
}
