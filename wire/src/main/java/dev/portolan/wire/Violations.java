package dev.portolan.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong with one item of untrusted input. A view made by {@link #at} adds to the
 * same collection under a longer path. Keeps the first {@value #MAX} and counts the rest, so that
 * bad input costs a bounded answer. Confined to one thread.
 */
public final class Violations {
  /** How many are kept. */
  public static final int MAX = 100;

  private static final int NO_INDEX = -1;

  private final @Nullable Violations parent;
  private final String field;
  private final int index;
  private final Found found;

  /** An empty collection; paths start at the item itself. */
  public Violations() {
    this(null, "", NO_INDEX, new Found());
  }

  private Violations(@Nullable Violations parent, String field, int index, Found found) {
    this.parent = parent;
    this.field = field;
    this.index = index;
    this.found = found;
  }

  /** The same collection, paths continued by a field. */
  public Violations at(String nested) {
    return new Violations(this, nested, NO_INDEX, found);
  }

  /** The same collection, paths continued by an element of a repeated field, from 0. */
  public Violations at(String repeated, int element) {
    return new Violations(this, repeated, element, found);
  }

  /** Adds what is wrong with the value at this path. */
  public void add(String description) {
    found.add(path(), description);
  }

  /** Adds what is wrong with a field of the value at this path. */
  public void add(String nested, String description) {
    at(nested).add(description);
  }

  /** Adds a problem of a field, if there is one, as the checks of {@code Names} return it. */
  public void check(String nested, Optional<String> problem) {
    problem.ifPresent(description -> add(nested, description));
  }

  /** Nothing was wrong so far, at any path. */
  public boolean isEmpty() {
    return count() == 0;
  }

  /** How many were found at all paths; a decoder compares this before and after. */
  public int count() {
    return found.kept.size() + found.omitted;
  }

  /** How many were found beyond {@link #MAX}. */
  public int omitted() {
    return found.omitted;
  }

  /** What was found, in order, at most {@link #MAX}. */
  public List<Violation> all() {
    return List.copyOf(found.kept);
  }

  /** All in one line, for a person. */
  @Override
  public String toString() {
    String text = found.kept.stream().map(Violation::toString).collect(Collectors.joining("; "));
    return found.omitted == 0 ? text : text + "; and " + found.omitted + " more";
  }

  private String path() {
    String own = index == NO_INDEX ? field : field + '[' + index + ']';
    String outer = parent == null ? "" : parent.path();
    return outer.isEmpty() ? own : own.isEmpty() ? outer : outer + '.' + own;
  }

  /** What all views of one collection share. */
  private static final class Found {
    private final List<Violation> kept = new ArrayList<>();
    private int omitted;

    void add(String field, String description) {
      if (kept.size() < MAX) {
        kept.add(new Violation(field, description));
      } else {
        omitted++;
      }
    }
  }
}
