package dev.portolan.source.zookeeper;

import dev.portolan.agent.session.Backoff;
import dev.portolan.source.loop.SourceLoop.Timer;
import dev.portolan.source.records.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the services below one path, and what of it is to be read again. Confined to the
 * source's loop.
 */
final class PathState {
  private final String path;
  private final Predicate<String> selected;
  private final Backoff backoff;
  private final SortedMap<String, ServiceState> services = new TreeMap<>();
  private final Map<String, Set<String>> dirty = new HashMap<>();
  private Optional<Trouble> trouble = Optional.empty();
  private SortedSet<String> names = new TreeSet<>();
  private boolean all = true;
  private boolean due;
  private boolean news;
  private boolean losses;
  private boolean reading;
  private Instant began = Instant.EPOCH;
  private @Nullable Timer rest;
  private @Nullable Timer retry;
  private boolean missing;
  private boolean answered;

  PathState(String path, Predicate<String> selected, Backoff backoff) {
    this.path = path;
    this.selected = selected;
    this.backoff = backoff;
  }

  String path() {
    return path;
  }

  /** Something changed there; whether it is of interest. */
  boolean touched(String where) {
    String prefix = path.equals("/") ? path : path + "/";
    if (where.equals(path)) {
      // It came or went. What is below it tells for itself, but not to who has just come.
      all = true;
      return true;
    }
    if (!where.startsWith(prefix)) {
      return false;
    }
    String[] below = where.substring(prefix.length()).split("/", -1);
    if (below.length > 2 || !selected.test(below[0])) {
      return false;
    }
    Set<String> nodes = dirty.computeIfAbsent(below[0], absent -> new HashSet<>());
    if (below.length == 2) {
      nodes.add(below[1]);
    }
    return true;
  }

  /** Everything is to be read, whatever is known. */
  void doubt() {
    all = true;
  }

  /** A reading is to begin as soon as none is under way. */
  void fallDue() {
    due = true;
  }

  boolean due() {
    return due && !reading;
  }

  /** There is something to read; whether nobody had said so since the last reading began. */
  boolean news() {
    boolean first = !news;
    news = true;
    return first;
  }

  /** Something went; whether nothing else had since the last reading began. */
  boolean loss() {
    boolean first = !losses;
    losses = true;
    return first;
  }

  /** Whether something went since the last reading began. */
  boolean hasLosses() {
    return losses;
  }

  /** Whether there is news that no reading has begun with. */
  boolean hasNews() {
    return news;
  }

  boolean reading() {
    return reading;
  }

  boolean resting() {
    return rest != null;
  }

  /** News wait until then. */
  void rest(Timer until) {
    if (rest != null) {
      rest.cancel();
    }
    rest = until;
  }

  /** News need not wait any more. */
  void rested() {
    rest = null;
  }

  Backoff backoff() {
    return backoff;
  }

  /** There is one time at which it is tried again: the last that was set. */
  void retryAt(Timer timer) {
    if (retry != null) {
      retry.cancel();
    }
    retry = timer;
  }

  /** What is to be read now; the reading has begun. */
  Errand begin(Instant now) {
    Set<String> known = new HashSet<>();
    Map<String, Set<String>> knownNodes = new HashMap<>();
    if (!all) {
      services.forEach(
          (name, service) -> {
            Set<String> touched = dirty.get(name);
            if (touched == null && service.quiet() && names.contains(name)) {
              known.add(name);
            } else {
              Set<String> untouched = new HashSet<>(service.known());
              untouched.removeAll(touched == null ? Set.of() : touched);
              knownNodes.put(name, untouched);
            }
          });
    }
    dirty.clear();
    all = false;
    due = false;
    news = false;
    losses = false;
    reading = true;
    began = now;
    return new Errand(path, selected, known, knownNodes);
  }

  /** The reading has ended; how long it took. */
  Duration end(Instant now) {
    reading = false;
    return Duration.between(began, now);
  }

  /** It was read. */
  void answered(SortedSet<String> listed) {
    names = listed;
    answered = true;
    missing = false;
    trouble = Optional.empty();
  }

  /** It could not be read. */
  void failed(Trouble why, boolean absent) {
    all = true;
    missing = absent;
    trouble = Optional.of(why);
  }

  SortedMap<String, ServiceState> services() {
    return services;
  }

  Optional<Trouble> trouble() {
    return trouble;
  }

  /** Whether it was not there when it was read last. */
  boolean missing() {
    return missing;
  }

  /** Whether it was ever read. */
  boolean everAnswered() {
    return answered;
  }

  /** Whether a node of any of its services is there. */
  boolean listed() {
    return services.values().stream().anyMatch(ServiceState::listed);
  }

  /** Whether everything below it was read at least once. */
  boolean complete() {
    return answered
        && trouble.isEmpty()
        && names.stream()
            .allMatch(name -> services.containsKey(name) && services.get(name).answered());
  }
}
