package dev.portolan.server.push.history;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What one subscriber was to hold, at every sequence: key to version. */
public final class Model {
  private final NavigableMap<Long, Map<String, String>> states = new TreeMap<>();
  private final Predicate<String> derived;

  /** A model in which no key depends on another. */
  public Model() {
    this(key -> false);
  }

  /**
   * A model of nothing yet.
   *
   * @param derived keys whose content is made of other records: they may be offered again when
   *     those changed, though they turned out the same
   */
  public Model(Predicate<String> derived) {
    this.derived = derived;
  }

  /** From this sequence on, until the next one. */
  public Model at(long sequence, Map<String, String> state) {
    states.put(sequence, Map.copyOf(state));
    return this;
  }

  boolean knows(long sequence) {
    return states.containsKey(sequence);
  }

  Map<String, String> state(long sequence) {
    Map.Entry<Long, Map<String, String>> entry = states.floorEntry(sequence);
    return entry == null ? Map.of() : entry.getValue();
  }

  long last() {
    return states.lastKey();
  }

  /** The first sequence from a given one on at which a key has a version; null: it is absent. */
  OptionalLong when(long from, String key, @Nullable String version) {
    if (Objects.equals(state(from).get(key), version)) {
      return OptionalLong.of(from);
    }
    return states.tailMap(from, false).entrySet().stream()
        .filter(entry -> Objects.equals(entry.getValue().get(key), version))
        .mapToLong(Map.Entry::getKey)
        .findFirst();
  }

  /** Whether a key may have been another at some sequence after {@code from}, up to {@code to}. */
  boolean changed(String key, long from, long to) {
    if (derived.test(key)) {
      return true;
    }
    @Nullable String before = state(from).get(key);
    return states.subMap(from, false, to, true).values().stream()
        .anyMatch(state -> !Objects.equals(state.get(key), before));
  }
}
