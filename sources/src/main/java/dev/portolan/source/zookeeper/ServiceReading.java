package dev.portolan.source.zookeeper;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was read of one service.
 *
 * @param nodes that are there
 * @param read those of them that were read
 * @param refusal why not even the nodes are known
 */
record ServiceReading(
    SortedSet<String> nodes,
    SortedMap<String, NodeReading> read,
    Optional<ZooKeeperException> refusal) {
  /** There is nothing. */
  static final ServiceReading ABSENT =
      new ServiceReading(new TreeSet<>(), new TreeMap<>(), Optional.empty());

  ServiceReading {
    nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
    read = Collections.unmodifiableSortedMap(new TreeMap<>(read));
  }

  static ServiceReading refused(ZooKeeperException refusal) {
    return new ServiceReading(new TreeSet<>(), new TreeMap<>(), Optional.of(refusal));
  }
}
