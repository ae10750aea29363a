package dev.portolan.registry;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Some callers, and what they may call.
 *
 * @param from at least one
 * @param ports of the service; empty: all of them
 * @param methods of HTTP; empty: every one
 * @param paths of HTTP, exact or with a star at the end; empty: every one
 * @param unknown there is a further condition that a later version knows: the grant lets nobody in
 */
public record AccessGrant(
    SortedSet<AccessCaller> from,
    SortedSet<Integer> ports,
    SortedSet<String> methods,
    SortedSet<String> paths,
    boolean unknown) {
  public static final int MAX_CALLERS = 64;
  public static final int MAX_METHODS = 16;
  public static final int MAX_PATHS = 64;
  private static final int MAX_PATH = 256;
  private static final int MAX_METHOD = 20;

  public AccessGrant {
    from = Collections.unmodifiableSortedSet(new TreeSet<>(from));
    ports = Collections.unmodifiableSortedSet(new TreeSet<>(ports));
    methods = Sorted.set(methods);
    paths = Sorted.set(paths);
    require("callers", from, 1, MAX_CALLERS);
    require("ports", ports, 0, Service.MAX_PORTS);
    require("methods", methods, 0, MAX_METHODS);
    require("paths", paths, 0, MAX_PATHS);
    ports.forEach(port -> Names.requirePort("port", port));
    methods.forEach(method -> Names.require("method", method, methodProblem(method)));
    paths.forEach(path -> Names.require("path", path, pathProblem(path)));
  }

  /** What some callers may call wholly. */
  public static AccessGrant of(Collection<AccessCaller> from) {
    return of(from, List.of(), List.of(), List.of());
  }

  /** What some callers may call in part. */
  public static AccessGrant of(
      Collection<AccessCaller> from,
      Collection<Integer> ports,
      Collection<String> methods,
      Collection<String> paths) {
    return new AccessGrant(
        new TreeSet<>(from), new TreeSet<>(ports), Sorted.set(methods), Sorted.set(paths), false);
  }

  /** Whether it is about requests, which proxies see on some ports only. */
  public boolean ofRequests() {
    return !methods.isEmpty() || !paths.isEmpty();
  }

  /** An HTTP method: 1 to {@value #MAX_METHOD} capital letters. */
  public static Optional<String> methodProblem(String method) {
    return method.length() <= MAX_METHOD
            && !method.isEmpty()
            && method.chars().allMatch(c -> c >= 'A' && c <= 'Z')
        ? Optional.empty()
        : Optional.of(
            "is '%s'; a method such as GET, in capital letters, is expected"
                .formatted(Names.printable(method)));
  }

  /**
   * A path: up to {@value #MAX_PATH} printable ASCII characters that begin with a slash; a star at
   * the end stands for any. Braces would be a template of Istio's.
   */
  public static Optional<String> pathProblem(String path) {
    String fixed = path.endsWith("*") ? path.substring(0, path.length() - 1) : path;
    return path.length() <= MAX_PATH
            && path.startsWith("/")
            && fixed.chars().allMatch(c -> c > ' ' && c <= '~' && "*{}?#".indexOf(c) < 0)
        ? Optional.empty()
        : Optional.of(
            "is '%s'; a path such as /cart or /cart/* is expected, without query, braces or blanks"
                .formatted(Names.printable(path)));
  }

  private static void require(String what, Collection<?> values, int min, int max) {
    if (values.size() < min || values.size() > max) {
      throw new IllegalArgumentException(
          "a grant has %d %s; %d to %d are allowed".formatted(values.size(), what, min, max));
    }
  }
}
