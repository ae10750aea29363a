package dev.portolan.server.push.engine;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What a subscriber wants of one type, and what of it is to be answered whether or not it changed.
 * Confined to its stream's thread.
 */
final class Interest {
  // Most subscribers want everything and name nothing: a set is made when there is a first name.
  private static final NavigableSet<String> NONE = Collections.emptyNavigableSet();

  private NavigableSet<String> names = NONE;
  private NavigableSet<String> owed = NONE;
  private boolean wildcard;
  // Everything is wanted only because nothing has been named yet.
  private boolean byDefault;
  // The first response goes out even if it is empty: the sign that the type is in sync.
  private boolean greeting;

  /** The first word about the type, incremental. */
  void open(List<String> subscribe, List<String> unsubscribe) {
    // xDS: a first request that names nothing asks for everything.
    wildcard = subscribe.isEmpty() && unsubscribe.isEmpty();
    wildcard |= subscribe.contains(DiscoveryRequest.WILDCARD);
    wildcard &= !unsubscribe.contains(DiscoveryRequest.WILDCARD);
    names = named(subscribe);
    unsubscribe.forEach(name -> remove(names, name));
  }

  /** The first word about the type, state of the world. */
  void open(List<String> wanted) {
    names = named(wanted);
    byDefault = wanted.isEmpty();
    wildcard = wanted.contains(DiscoveryRequest.WILDCARD) || byDefault;
  }

  /** One more name; true if it is the wildcard and new. */
  boolean add(String name) {
    if (!name.equals(DiscoveryRequest.WILDCARD)) {
      names = with(names, List.of(name));
      owed = with(owed, List.of(name));
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
    if (remove(names, name)) {
      if (wildcard) {
        owed = with(owed, List.of(name));
      } else {
        remove(owed, name);
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
    NavigableSet<String> next = named(wanted);
    wildcard = wanted.contains(DiscoveryRequest.WILDCARD);
    owed =
        named(next.stream().filter(name -> owed.contains(name) || !names.contains(name)).toList());
    names = next;
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
    owed = with(owed, more);
  }

  boolean owes() {
    return !owed.isEmpty();
  }

  /** What was to be answered, which it is from now on. */
  NavigableSet<String> takeOwed() {
    NavigableSet<String> taken = owed;
    owed = NONE;
    return taken;
  }

  /** All but the wildcard. */
  private static NavigableSet<String> named(Collection<String> wanted) {
    return with(
        NONE, wanted.stream().filter(name -> !name.equals(DiscoveryRequest.WILDCARD)).toList());
  }

  @SuppressWarnings("ReferenceEquality") // the one set that cannot be added to
  private static NavigableSet<String> with(NavigableSet<String> set, Collection<String> more) {
    NavigableSet<String> fuller = set == NONE && !more.isEmpty() ? new TreeSet<>() : set;
    if (!more.isEmpty()) {
      fuller.addAll(more);
    }
    return fuller;
  }

  private static boolean remove(NavigableSet<String> set, String name) {
    return !set.isEmpty() && set.remove(name);
  }
}
