package dev.portolan.server.push.engine;

import java.util.List;

/**
 * The types that are served.
 *
 * @param data type URLs in the order in which they are sent: what others refer to comes first
 * @param bookmark type URL of bookmarks
 */
public record ResourceTypes(List<String> data, String bookmark) {
  public ResourceTypes {
    data = List.copyOf(data);
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
