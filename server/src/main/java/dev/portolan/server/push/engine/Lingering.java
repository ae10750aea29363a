package dev.portolan.server.push.engine;

import dev.portolan.server.push.engine.view.TypeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What a subscriber holds of one type that is gone, and is not told of yet because other types have
 * to be sent first; and how far the type is, so that others know whether they may go on. Confined
 * to its stream's thread; bounded by what the subscriber holds.
 */
final class Lingering {
  // Name to the number of the view at which it was first seen to be gone.
  private Map<String, Long> since = Map.of();
  private long made;
  private long removed;
  // Where the type goes, and what it has behind it when it is there.
  private TypeView target = TypeView.EMPTY;
  private TypeView heading = TypeView.EMPTY;
  private List<String> kept = List.of();
  private long madeThere;
  private long removedThere;

  /** Up to the view of this number everything was sent but removals. */
  long made() {
    return made;
  }

  /** Up to the view of this number removals were sent, too. */
  long removed() {
    return removed;
  }

  /**
   * Where to go from what is held: to the target, but for what may not be said to be gone yet. The
   * same way leads to the same view: so one sees that nothing is left to send.
   *
   * @param gone names that are held and not in the target
   */
  TypeView heading(
      TypeView held, TypeView newTarget, Clearance clearance, Supplier<NavigableSet<String>> gone) {
    madeThere = clearance.view();
    removedThere = clearance.view();
    List<String> lingering = List.of();
    if (held == newTarget || clearance.removals() >= clearance.view()) {
      since = Map.of();
    } else {
      lingering = lingering(gone.get(), clearance);
    }
    boolean same = held == heading && newTarget == target && lingering.equals(kept);
    if (!same) {
      target = newTarget;
      kept = lingering;
      heading =
          newTarget.keeping(
              kept.stream().map(name -> Objects.requireNonNull(held.get(name))).toList());
    }
    return heading;
  }

  private List<String> lingering(NavigableSet<String> gone, Clearance clearance) {
    Map<String, Long> now = new TreeMap<>();
    List<String> lingering = new ArrayList<>();
    for (String name : gone) {
      long first = since.getOrDefault(name, clearance.view());
      now.put(name, first);
      if (first > clearance.removals()) {
        lingering.add(name);
        removedThere = Math.min(removedThere, first - 1);
      }
    }
    since = now;
    return lingering;
  }

  /** All of the way to a view was sent; of no effect when it is another than the heading. */
  void sent(TypeView view) {
    if (heading == view) {
      made = Math.max(made, madeThere);
      removed = Math.max(removed, removedThere);
    }
  }

  /** There is nothing to send up to the view of a number. */
  void settled(long view) {
    made = view;
    removed = view;
  }
}
