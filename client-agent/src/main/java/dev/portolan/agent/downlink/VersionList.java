package dev.portolan.agent.downlink;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a first request says of the resources of one type that are held. A hub takes no message
 * above 16 MiB (some 280,000 names): what does not fit is left out, and so comes whole.
 *
 * @param listed name to version, sorted: so the hub reads them side by side with its own
 * @param left names that are held and not listed
 */
record VersionList(SortedMap<String, String> listed, Collection<String> left) {
  /** Nothing is held. */
  static final VersionList NONE = new VersionList(new TreeMap<>(), List.of());

  /** Leaves room for the rest of the request. */
  static final long MAX_BYTES = 15L << 20;

  /** Tags and lengths of an entry and of its two parts, each part being shorter than 16 KiB. */
  private static final int ENTRY_BYTES = 10;

  /**
   * The first names that fit.
   *
   * @param versions of what is held; names and versions are ASCII
   */
  static VersionList of(Map<String, String> versions, long maxBytes) {
    TreeMap<String, String> sorted = new TreeMap<>(versions);
    long bytes = 0;
    for (Map.Entry<String, String> entry : sorted.entrySet()) {
      bytes += ENTRY_BYTES + entry.getKey().length() + entry.getValue().length();
      if (bytes > maxBytes) {
        String first = entry.getKey();
        return new VersionList(
            sorted.headMap(first, false), List.copyOf(sorted.tailMap(first, true).keySet()));
      }
    }
    return new VersionList(sorted, List.of());
  }
}
