package dev.portolan.registry;

import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Function;

/**
 * Some requests: those of which everything holds that is said; something is.
 *
 * @param headers that they have, by name in lower case
 * @param methods of HTTP, one of which they have; empty: any
 * @param paths of HTTP, exact or with a star at the end, one of which they have; empty: any
 */
public record RequestMatch(
    SortedMap<String, HeaderMatch> headers, SortedSet<String> methods, SortedSet<String> paths) {
  public static final int MAX_HEADERS = 16;
  public static final int MAX_METHODS = 8;
  public static final int MAX_PATHS = 8;

  public RequestMatch {
    headers = Sorted.map(headers);
    methods = Sorted.set(methods);
    paths = Sorted.set(paths);
    if (headers.isEmpty() && methods.isEmpty() && paths.isEmpty()) {
      throw new IllegalArgumentException("a match that says nothing of requests");
    }
    require("headers", headers.keySet(), MAX_HEADERS, HeaderChanges::nameProblem);
    require("methods", methods, MAX_METHODS, AccessGrant::methodProblem);
    require("paths", paths, MAX_PATHS, AccessGrant::pathProblem);
  }

  private static void require(
      String what,
      Collection<String> values,
      int most,
      Function<String, Optional<String>> problem) {
    if (values.size() > most) {
      throw new IllegalArgumentException(
          "a match has %d %s; at most %d are allowed".formatted(values.size(), what, most));
    }
    values.forEach(value -> Names.require(what, value, problem.apply(value)));
  }

  /** As a person would say it: {@code GET,HEAD /api/* x-canary=yes}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(String.join(",", methods));
    for (String path : paths) {
      text.append(text.isEmpty() ? "" : " ").append(path);
    }
    headers.forEach(
        (name, value) -> text.append(text.isEmpty() ? "" : " ").append(name).append(value));
    return text.toString();
  }
}
