package dev.portolan.tree;

import java.util.Comparator;
import java.util.function.Function;

/**
 * How elements that carry their own key are ordered. Pure; both methods agree.
 *
 * @param <K> what is looked up
 * @param <E> what is kept
 */
public interface Order<K, E> {
  /** Negative, zero or positive as the key comes before, is, or comes after that of the element. */
  int compareKey(K key, E element);

  /** The same between two elements' keys. */
  int compare(E one, E other);

  /** By the keys' own order. */
  static <K extends Comparable<? super K>, E> Order<K, E> by(Function<? super E, ? extends K> key) {
    Comparator<E> byKey = Comparator.comparing(key::apply);
    return new Order<>() {
      @Override
      public int compareKey(K wanted, E element) {
        return wanted.compareTo(key.apply(element));
      }

      @Override
      public int compare(E one, E other) {
        return byKey.compare(one, other);
      }
    };
  }
}
