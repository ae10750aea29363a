package dev.portolan.source.zookeeper;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was read below one path.
 *
 * @param names of the selected services that are there
 * @param services those of them that were read
 */
record PathReading(SortedSet<String> names, SortedMap<String, ServiceReading> services) {
  PathReading {
    names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
    services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
  }
}
