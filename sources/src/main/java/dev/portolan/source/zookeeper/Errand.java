package dev.portolan.source.zookeeper;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What is to be read below a path. Immutable.
 *
 * @param path absolute, without a slash at its end but for the root
 * @param selected services by name
 * @param known services that have not changed, and are not read
 * @param knownNodes of the services that are read, nodes whose data have not changed
 */
record Errand(
    String path,
    Predicate<String> selected,
    Set<String> known,
    Map<String, Set<String>> knownNodes) {
  Errand {
    known = Set.copyOf(known);
    knownNodes = Map.copyOf(knownNodes);
  }

  boolean reads(String service) {
    return !known.contains(service);
  }

  boolean reads(String service, String node) {
    return !knownNodes.getOrDefault(service, Set.of()).contains(node);
  }

  /** The path of something below another. */
  static String below(String path, String name) {
    return path.equals("/") ? "/" + name : path + "/" + name;
  }
}
