package dev.portolan.rules;

import dev.portolan.registry.HeaderChanges;
import dev.portolan.registry.TrafficHeaders;
import dev.portolan.registry.TrafficPart;
import dev.portolan.rules.YamlMapping.Located;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The {@code spec.headers} of a document of kind TrafficPolicy. Pure. */
final class TrafficHeadersDocument {
  static final Set<String> FIELDS = Set.of("request", "response");
  static final Set<String> CHANGE_FIELDS = Set.of("set", "add", "remove");

  private TrafficHeadersDocument() {}

  /** The part, if there is a good one. */
  static Optional<TrafficPart> read(YamlMapping spec) {
    return spec.optionalMapping("headers", FIELDS).flatMap(TrafficHeadersDocument::headers);
  }

  private static Optional<TrafficPart> headers(YamlMapping headers) {
    HeaderChanges request = changes(headers, "request");
    HeaderChanges response = changes(headers, "response");
    if (headers.sound() && request.isEmpty() && response.isEmpty()) {
      headers.problem(headers.node(), "spec.headers changes nothing; leave it out");
    }
    return headers.sound() ? Optional.of(new TrafficHeaders(request, response)) : Optional.empty();
  }

  private static HeaderChanges changes(YamlMapping headers, String of) {
    return headers
        .optionalMapping(of, CHANGE_FIELDS)
        .map(changes -> changed(changes, "spec.headers." + of))
        .orElse(HeaderChanges.NONE);
  }

  private static HeaderChanges changed(YamlMapping changes, String path) {
    SortedMap<String, String> set = values(changes, "set", path + ".set");
    SortedMap<String, String> add = values(changes, "add", path + ".add");
    List<String> remove =
        changes.has("remove")
            ? YamlValues.checked(
                changes, path + ".remove", changes.texts("remove"), HeaderChanges::nameProblem)
            : List.of();
    int most = Math.max(Math.max(set.size(), add.size()), remove.size());
    if (most > HeaderChanges.MAX_NAMES) {
      changes.problem(
          changes.node(),
          "%s has %d headers; at most %d are allowed"
              .formatted(path, most, HeaderChanges.MAX_NAMES));
    }
    return changes.sound()
        ? new HeaderChanges(set, add, new TreeSet<>(remove))
        : HeaderChanges.NONE;
  }

  private static SortedMap<String, String> values(YamlMapping changes, String field, String path) {
    SortedMap<String, String> good = new TreeMap<>();
    for (Map.Entry<String, Located> entry : changes.optionalTextsByName(field).entrySet()) {
      Located value = entry.getValue();
      Optional<String> problem =
          HeaderChanges.nameProblem(entry.getKey())
              .or(
                  () ->
                      HeaderChanges.valueProblem(value.text())
                          .map(found -> "of '" + entry.getKey() + "' " + found));
      problem.ifPresent(found -> changes.problem(value.node(), path + " " + found));
      good.put(entry.getKey(), value.text());
    }
    return good;
  }
}
