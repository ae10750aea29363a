package dev.portolan.server.push.engine;

import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What a subscriber wants of one type, and what of it is to be answered whether or not it changed.
 * Confined to its stream's thread.
 */
final class Interest {
  private final TreeSet<String> names = new TreeSet<>();
  private final TreeSet<String> owed = new TreeSet<>();
  private boolean wildcard;
  // Everything is wanted only because nothing has been named yet.
  private boolean byDefault;
  // The first response goes out even if it is empty: the sign that the type is in sync.
  private boolean greeting;

  /** The first word about the type, incremental. */
  void open(List<String> subscribe, List<String> unsubscribe) {
    // xDS: a first request that names nothing asks for everything.
    wildcard = subscribe.isEmpty() && unsubscribe.isEmpty();
    names.addAll(subscribe);
    wildcard |= names.remove(DiscoveryRequest.WILDCARD);
    unsubscribe.forEach(names::remove);
    wildcard &= !unsubscribe.contains(DiscoveryRequest.WILDCARD);
  }

  /** The first word about the type, state of the world. */
  void open(List<String> wanted) {
    names.addAll(wanted);
    byDefault = wanted.isEmpty();
    wildcard = names.remove(DiscoveryRequest.WILDCARD) || byDefault;
  }

  /** One more name; true if it is the wildcard and new. */
  boolean add(String name) {
    if (!name.equals(DiscoveryRequest.WILDCARD)) {
      names.add(name);
      owed.add(name);
      return false;
    }
    boolean joins = !wildcard;
    wildcard = true;
    return joins;
  }

  /** One name less; true if it is the wildcard. */
  boolean remove(String name) {
    if (name.equals(DiscoveryRequest.WILDCARD)) {
      wildcard = false;
      greeting = false;
      return true;
    }
    if (names.remove(name)) {
      owed.remove(name);
      if (wildcard) {
        owed.add(name);
      }
    }
    return false;
  }

  /** The whole subscription anew; true if it now contains the wildcard and did not before. */
  boolean replace(List<String> wanted) {
    if (wanted.isEmpty() && byDefault) {
      return false;
    }
    byDefault = false;
    boolean before = wildcard;
    TreeSet<String> next = new TreeSet<>(wanted);
    wildcard = next.remove(DiscoveryRequest.WILDCARD);
    owed.retainAll(next);
    next.stream().filter(name -> !names.contains(name)).forEach(owed::add);
    names.clear();
    names.addAll(next);
    greeting &= wildcard;
    return wildcard && !before;
  }

  boolean wildcard() {
    return wildcard;
  }

  /** Neither everything nor any name. */
  boolean isNothing() {
    return !wildcard && names.isEmpty();
  }

  /** The names asked for one by one, sorted. */
  NavigableSet<String> names() {
    return names;
  }

  boolean greeting() {
    return greeting;
  }

  void greet(boolean due) {
    greeting = due;
  }

  void owe(Collection<String> more) {
    owed.addAll(more);
  }

  boolean owes() {
    return !owed.isEmpty();
  }

  /** What was to be answered, which it is from now on. */
  NavigableSet<String> takeOwed() {
    TreeSet<String> taken = new TreeSet<>(owed);
    owed.clear();
    return taken;
  }
}
