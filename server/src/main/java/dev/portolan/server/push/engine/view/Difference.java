package dev.portolan.server.push.engine.view;

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
   * walking both views. Lazy, so that a chunk costs what it carries.
   */
  public static Iterator<Difference> between(TypeView from, TypeView to, String after) {
    Optional<NavigableSet<String>> changed = to.changedSince(from);
    return changed.isPresent()
        ? named(from, to, changed.get().tailSet(after, false).iterator())
        : new Walk(from.after(after).values().iterator(), to.after(after).values().iterator());
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

  /** Goes through two sorted sequences side by side. */
  private static final class Walk extends Search {
    private final Iterator<EncodedResource> olds;
    private final Iterator<EncodedResource> news;
    private @Nullable EncodedResource old;
    private @Nullable EncodedResource fresh;

    Walk(Iterator<EncodedResource> olds, Iterator<EncodedResource> news) {
      this.olds = olds;
      this.news = news;
      this.old = next(olds);
      this.fresh = next(news);
    }

    @Override
    @Nullable Difference advance() {
      while (old != null || fresh != null) {
        EncodedResource before = old;
        EncodedResource now = fresh;
        int order = before == null ? 1 : now == null ? -1 : before.name().compareTo(now.name());
        old = order <= 0 ? next(olds) : old;
        fresh = order >= 0 ? next(news) : fresh;
        if (order < 0 && before != null) {
          return new Difference(before.name(), null);
        }
        if (now != null && (order > 0 || !EncodedResource.same(before, now))) {
          return new Difference(now.name(), now);
        }
      }
      return null;
    }

    private static @Nullable EncodedResource next(Iterator<EncodedResource> resources) {
      return resources.hasNext() ? resources.next() : null;
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
