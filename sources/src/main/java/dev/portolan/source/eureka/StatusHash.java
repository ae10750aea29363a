package dev.portolan.source.eureka;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Eureka's hash of a registry: how many instances there are of each status, such as {@code
 * DOWN_1_UP_3_}. It sees neither addresses nor metadata.
 */
final class StatusHash {
  private StatusHash() {}

  /**
   * @param statuses one for each instance
   */
  static String of(Stream<String> statuses) {
    SortedMap<String, Integer> counts = new TreeMap<>();
    statuses.forEach(status -> counts.merge(status, 1, Integer::sum));
    StringBuilder hash = new StringBuilder();
    counts.forEach((status, count) -> hash.append(status).append('_').append(count).append('_'));
    return hash.toString();
  }
}
