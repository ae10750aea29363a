package dev.portolan.server.push.engine;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The types that are served.
 *
 * @param data type URLs in the order in which they are sent: what others refer to comes first
 * @param bookmark type URL of bookmarks
 * @param partial those of {@code data} of which a full response may leave out what has not changed:
 *     what is missing in it is not gone (endpoints and routes, in Envoy's words)
 * @param companions type to type: whoever is sent a resource of the first is sent the one of the
 *     second again that has the same name, if it wants that one by name (an Envoy that gets a
 *     cluster waits for its endpoints, changed or not)
 */
public record ResourceTypes(
    List<String> data, String bookmark, Set<String> partial, Map<String, String> companions) {
  public ResourceTypes {
    data = List.copyOf(data);
    partial = Set.copyOf(partial);
    companions = Map.copyOf(companions);
  }

  /** Types that have nothing to do with each other, complete in every full response. */
  public ResourceTypes(List<String> data, String bookmark) {
    this(data, bookmark, Set.of(), Map.of());
  }

  /** Position in the sending order; types that are not served come last. */
  int rank(String typeUrl) {
    int index = data.indexOf(typeUrl);
    return index < 0 ? data.size() : index;
  }

  boolean served(String typeUrl) {
    return data.contains(typeUrl);
  }

  /** {@code Service} for {@code type.googleapis.com/portolan.v1.Service}. */
  static String shortName(String typeUrl) {
    return typeUrl.substring(Math.max(typeUrl.lastIndexOf('.'), typeUrl.lastIndexOf('/')) + 1);
  }
}
