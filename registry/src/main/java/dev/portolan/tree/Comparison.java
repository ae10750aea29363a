package dev.portolan.tree;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Goes through two trees side by side, past what they share. */
final class Comparison<E> implements Iterator<Change<E>> {
  private final Order<?, E> order;
  private final Cursor<E> olds;
  private final Cursor<E> news;
  private @Nullable Change<E> found;

  Comparison(Order<?, E> order, Cursor<E> olds, Cursor<E> news) {
    this.order = order;
    this.olds = olds;
    this.news = news;
  }

  @SuppressWarnings("ReferenceEquality") // what was not touched is the same object
  private @Nullable Change<E> advance() {
    while (true) {
      E before = olds.element();
      E after = news.element();
      if (before == null && after == null) {
        return null;
      }
      int side = before == null ? 1 : after == null ? -1 : order.compare(before, after);
      if (side == 0 && before == after) {
        if (!olds.skipShared(news)) {
          olds.step();
          news.step();
        }
        continue;
      }
      if (side <= 0) {
        olds.step();
      }
      if (side >= 0) {
        news.step();
      }
      return new Change<>(side <= 0 ? before : null, side >= 0 ? after : null);
    }
  }

  @Override
  public boolean hasNext() {
    if (found == null) {
      found = advance();
    }
    return found != null;
  }

  @Override
  public Change<E> next() {
    if (!hasNext() || found == null) {
      throw new NoSuchElementException("no further change");
    }
    Change<E> change = found;
    found = null;
    return change;
  }
}
