package dev.portolan.tree;

/**
 * A place among elements in their order. Pure, and monotone: once an element is not before the
 * place, none after it is.
 */
@FunctionalInterface
public interface Place<E> {
  /** Positive, zero, negative: the element is before the place, at it, or after it. */
  int compareTo(E element);
}
