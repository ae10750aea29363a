package dev.portolan.registry;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Immutable sorted copies: equal content iterates alike, so it hashes and serialises alike, and
 * most of it is there once ({@link Shared}).
 */
public final class Sorted {
  private static final SortedMap<?, ?> NO_ENTRIES =
      Collections.unmodifiableSortedMap(new TreeMap<String, Object>());
  private static final SortedSet<String> NO_ELEMENTS =
      Collections.unmodifiableSortedSet(new TreeSet<>());

  private Sorted() {}

  /** An immutable copy in natural order of keys, which must have one. */
  @SuppressWarnings("unchecked") // the shared empty map holds nothing of any type
  public static <K, V> SortedMap<K, V> map(Map<K, ? extends V> entries) {
    return entries.isEmpty()
        ? (SortedMap<K, V>) NO_ENTRIES
        : Shared.value(Collections.unmodifiableSortedMap(new TreeMap<>(entries)));
  }

  /** An immutable copy in natural order. */
  public static SortedSet<String> set(Collection<String> elements) {
    return elements.isEmpty()
        ? NO_ELEMENTS
        : Shared.value(Collections.unmodifiableSortedSet(new TreeSet<>(elements)));
  }
}
