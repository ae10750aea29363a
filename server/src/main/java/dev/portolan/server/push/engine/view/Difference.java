package dev.portolan.server.push.engine.view;

import dev.portolan.tree.Change;
import java.util.Iterator;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One name in which two views differ.
 *
 * @param now the resource to send; null: it is gone, a removal
 */
public record Difference(String name, @Nullable EncodedResource now) {

  /**
   * All differences after a name, sorted by name: from the log when that reaches back, else by
   * walking what the two views do not share. Lazy, so that a chunk costs what it carries.
   */
  public static Iterator<Difference> between(TypeView from, TypeView to, String after) {
    Optional<NavigableSet<String>> changed = to.changedSince(from);
    return changed.isPresent()
        ? named(from, to, changed.get().tailSet(after, false).iterator())
        : new Walk(from.changes(to, after));
  }

  /** The differences among given names. */
  public static Iterator<Difference> named(TypeView from, TypeView to, Iterator<String> names) {
    return new Search() {
      @Override
      @Nullable Difference advance() {
        while (names.hasNext()) {
          String name = names.next();
          EncodedResource now = to.get(name);
          if (!EncodedResource.same(from.get(name), now)) {
            return new Difference(name, now);
          }
        }
        return null;
      }
    };
  }

  /** Of the objects that differ those of another version. */
  private static final class Walk extends Search {
    private final Iterator<Change<EncodedResource>> changes;

    Walk(Iterator<Change<EncodedResource>> changes) {
      this.changes = changes;
    }

    @Override
    @Nullable Difference advance() {
      while (changes.hasNext()) {
        Change<EncodedResource> change = changes.next();
        EncodedResource before = change.before();
        EncodedResource now = change.after();
        if (now == null && before != null) {
          return new Difference(before.name(), null);
        }
        if (now != null && !EncodedResource.same(before, now)) {
          return new Difference(now.name(), now);
        }
      }
      return null;
    }
  }

  /** An iterator by one method: the next difference, or null at the end. */
  private abstract static class Search implements Iterator<Difference> {
    private @Nullable Difference found;

    abstract @Nullable Difference advance();

    @Override
    public boolean hasNext() {
      if (found == null) {
        found = advance();
      }
      return found != null;
    }

    @Override
    public Difference next() {
      if (!hasNext() || found == null) {
        throw new NoSuchElementException("no further difference");
      }
      Difference difference = found;
      found = null;
      return difference;
    }
  }
}
