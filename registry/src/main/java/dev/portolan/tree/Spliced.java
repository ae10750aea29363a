package dev.portolan.tree;

import java.util.Arrays;

/** Copies of arrays of which a part is another. */
final class Spliced {
  private Spliced() {}

  /** The array with {@code gone} items at an index replaced by others. */
  static <T> T[] with(T[] array, int index, int gone, T[] instead) {
    int tail = index + gone;
    T[] copy = Arrays.copyOf(array, array.length - gone + instead.length);
    System.arraycopy(instead, 0, copy, index, instead.length);
    System.arraycopy(array, tail, copy, index + instead.length, array.length - tail);
    return copy;
  }
}
