package dev.portolan.source.eureka;

import dev.portolan.source.mapping.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is known of everything that is registered, selected or not: the hash counts all of it. Lists
 * and changes may be late, repeated or from a cache, so of two things that are said about an
 * instance the one counts that changed last by the server's clock. Methods that take something
 * return the applications whose instances are others now. Confined to the source's loop.
 */
final class KnownRegistry {
  /** A deletion that was told, so that nothing older brings the instance back. */
  private record Deletion(long updated, Instant taken) {}

  private final Duration late;
  private final SortedMap<InstanceKey, InstanceState> instances = new TreeMap<>();
  private final Map<InstanceKey, Deletion> deletions = new HashMap<>();

  private List<Nameless> nameless = List.of();

  /**
   * @param late how much older than something else an answer may be: what a list of everything
   *     still says after that is right, whatever its time
   */
  KnownRegistry(Duration late) {
    this.late = late;
  }

  /** Takes what changed of late. */
  SortedSet<String> takeRecent(Listing recent, Instant now) {
    SortedSet<String> changed = new TreeSet<>();
    for (Listed listed : recent.instances()) {
      if (listed.updated() < newest(listed.key())) {
        continue;
      }
      if (listed.deleted()) {
        deletions.put(listed.key(), new Deletion(listed.updated(), now));
        if (instances.remove(listed.key()) != null) {
          changed.add(listed.key().app());
        }
      } else {
        // Lists of everything are compared with each other: what has changed since the last one is
        // no proof that nothing was lost in between.
        InstanceState before = instances.get(listed.key());
        take(listed, before == null ? Lease.UNKNOWN : before.lease(), now, changed);
      }
    }
    return changed;
  }

  private long newest(InstanceKey key) {
    InstanceState known = instances.get(key);
    Deletion deletion = deletions.get(key);
    return Math.max(
        known == null ? Long.MIN_VALUE : known.updated(),
        deletion == null ? Long.MIN_VALUE : deletion.updated());
  }

  private void take(Listed listed, Lease lease, Instant now, Set<String> changed) {
    deletions.remove(listed.key());
    Optional<InstanceState> before = Optional.ofNullable(instances.get(listed.key()));
    InstanceState state = InstanceState.of(listed, before, lease, now);
    instances.put(listed.key(), state);
    if (!state.instance().equals(before.flatMap(InstanceState::instance))) {
      changed.add(listed.key().app());
    }
  }

  /** Takes everything. What is absent stays, and is known to be missing. */
  SortedSet<String> takeAll(Listing all, Instant now) {
    deletions.values().removeIf(deletion -> !isLate(deletion.taken(), now));
    SortedSet<String> changed = new TreeSet<>();
    nameless = all.nameless();
    Set<InstanceKey> listed = new HashSet<>();
    for (Listed each : all.instances()) {
      listed.add(each.key());
      if (each.updated() >= newest(each.key()) || !learntOfLate(each.key(), now)) {
        take(each, each.lease(), now, changed);
      } else {
        instances.computeIfPresent(each.key(), (key, known) -> known.there());
      }
    }
    if (!all.contradictsItself()) {
      instances.replaceAll(
          (key, known) -> listed.contains(key) || all.mayHide(key) ? known : known.notListed(now));
    }
    return changed;
  }

  private boolean learntOfLate(InstanceKey key, Instant now) {
    InstanceState known = instances.get(key);
    return deletions.containsKey(key) || (known != null && isLate(known.taken(), now));
  }

  private boolean isLate(Instant taken, Instant now) {
    return Duration.between(taken, now).abs().compareTo(late) <= 0;
  }

  /**
   * Whether a list comes from the server as it was: something has the same lease in it as in the
   * last one. Where nothing is known, there is nothing to compare.
   */
  boolean goesOnIn(Listing all) {
    return instances.isEmpty()
        || all.instances().stream()
            .anyMatch(
                listed -> {
                  InstanceState known = instances.get(listed.key());
                  return known != null && known.lease().ofOneLife(listed.lease());
                });
  }

  /** Another server, or another life of one, is read from now on. */
  void beginAnew() {
    instances.replaceAll((key, known) -> known.ofAnotherLife());
    deletions.clear();
  }

  /** Absence counts: what no list has had since then is gone. */
  SortedSet<String> forgetMissing(Instant since) {
    SortedSet<String> changed = new TreeSet<>();
    instances
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = entry.getValue().missingSince(since);
              if (gone) {
                changed.add(entry.getKey().app());
              }
              return gone;
            });
    return changed;
  }

  /** Whether nothing is known. */
  boolean isEmpty() {
    return instances.isEmpty();
  }

  /** The hash of what is there. */
  String hash() {
    return StatusHash.of(there().stream().map(InstanceState::status));
  }

  private Collection<InstanceState> there() {
    return instances.values().stream().filter(state -> state.missing().isEmpty()).toList();
  }

  /** Applications of which an instance is there. */
  SortedSet<String> apps() {
    SortedSet<String> apps = new TreeSet<>();
    instances.forEach(
        (key, state) -> {
          if (state.missing().isEmpty()) {
            apps.add(key.app());
          }
        });
    return apps;
  }

  /** Instances of an application, those that are missing among them. */
  List<Instance> instances(String app) {
    return of(app).values().stream().flatMap(state -> state.instance().stream()).toList();
  }

  private SortedMap<InstanceKey, InstanceState> of(String app) {
    return instances.subMap(new InstanceKey(app, ""), new InstanceKey(app + '\0', ""));
  }

  /** How many are missing and kept. */
  int missing() {
    return instances.size() - there().size();
  }

  /** Why instances are not understood; those without a name stand there as {@code ?}. */
  SortedMap<InstanceKey, String> problems() {
    SortedMap<InstanceKey, String> problems = new TreeMap<>();
    nameless.forEach(each -> problems.put(new InstanceKey(each.app(), "?"), each.problem()));
    instances.forEach((key, state) -> state.problem().ifPresent(why -> problems.put(key, why)));
    return problems;
  }
}
