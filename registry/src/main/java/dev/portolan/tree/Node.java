package dev.portolan.tree;

import org.jspecify.annotations.Nullable;

/**
 * A node of a B+ tree: elements are in the leaves, which are all equally deep. Immutable. A change
 * may leave a node one wider than {@link #MAX}, or empty; whoever holds it splits it, or drops it.
 */
abstract sealed class Node<E> permits Leaf, Branch {
  /** A wider node costs a change more, which copies it; a narrower one costs memory. */
  static final int MAX = 32;

  /** A narrower node joins its neighbour if there is room. */
  static final int MIN = MAX / 4;

  /** Elements of a leaf, children of a branch. */
  abstract int width();

  /** Elements in it and below it. */
  abstract int size();

  /** Levels below it: 0 for a leaf. */
  abstract int height();

  abstract E first();

  abstract E last();

  /** The first element at a place. */
  abstract @Nullable E find(Place<? super E> place);

  /**
   * Where to look for a place: in a leaf the first element that is not before it, perhaps none; in
   * a branch the first child that can have such an element.
   */
  abstract int indexOf(Place<? super E> place);

  /** With an element at its place. This node itself if that very object is there. */
  abstract Node<E> plus(E element, Place<? super E> place);

  /** Without the element at a place. This node itself if there is none. */
  abstract Node<E> minus(Place<? super E> place);

  /** A part of it as a node of its own. */
  abstract Node<E> part(int from, int to);

  /** Its right neighbour's content behind its own. */
  abstract Node<E> joined(Node<E> right);
}
