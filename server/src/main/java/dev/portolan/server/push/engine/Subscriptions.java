package dev.portolan.server.push.engine;

import dev.portolan.server.push.engine.view.ScopeView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The types that one stream is subscribed to, in the order in which they are sent. Confined to its
 * stream's thread.
 */
final class Subscriptions implements Iterable<Subscription> {
  private final ResourceTypes types;
  private final List<Subscription> ordered = new ArrayList<>();

  Subscriptions(ResourceTypes types) {
    this.types = types;
  }

  void add(Subscription subscription) {
    ordered.add(subscription);
    ordered.sort(Comparator.comparingInt(each -> types.rank(each.type())));
  }

  Optional<Subscription> find(String type) {
    return ordered.stream().filter(each -> each.type().equals(type)).findFirst();
  }

  int size() {
    return ordered.size();
  }

  boolean isEmpty() {
    return ordered.isEmpty();
  }

  @Override
  public Iterator<Subscription> iterator() {
    return ordered.iterator();
  }

  /** What refers to others first. */
  Iterable<Subscription> reversed() {
    List<Subscription> reversed = new ArrayList<>(ordered);
    Collections.reverse(reversed);
    return reversed;
  }

  boolean allIdle() {
    for (Subscription each : ordered) {
      if (!each.idle()) {
        return false;
      }
    }
    return true;
  }

  boolean allSentUpTo(ScopeView view) {
    return allSentUpTo(view, null);
  }

  boolean allSentUpTo(ScopeView view, @Nullable Subscription except) {
    for (Subscription each : ordered) {
      if (each != except && !each.sentUpTo(view.type(each.type()))) {
        return false;
      }
    }
    return true;
  }

  /**
   * How far a type may go to a view: what is gone may be said to be when every other type has been
   * sent up to where it went, and those that are sent later have said what is gone of them.
   */
  Clearance clearance(Subscription type, long view) {
    long removals = Long.MAX_VALUE;
    boolean later = false;
    for (Subscription each : ordered) {
      if (each == type) {
        later = true;
      } else {
        removals = Math.min(removals, each.lingering().made());
        removals = later ? Math.min(removals, each.lingering().removed()) : removals;
      }
    }
    return new Clearance(view, removals);
  }

  /** Sends what goes with the last response of a type again. */
  void bringCompanions(Subscription sent, ScopeView target) {
    String companion = types.companions().getOrDefault(sent.type(), "");
    find(companion).ifPresent(each -> each.repeat(sent.carriedLast(), target.type(companion)));
  }

  List<Refusal> refused() {
    return ordered.stream().flatMap(each -> each.refused().stream()).toList();
  }
}
