package dev.portolan.tree;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Goes through a tree from left to right. Confined to one thread. */
final class Cursor<E> {
  private static final Place<Object> START = element -> -1;

  // From the leaf up: the node at each height and which of its elements or children we are at.
  private final @Nullable Node<E>[] path;
  private final int[] at;

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type cannot be made else
  private Cursor(int levels) {
    path = new Node[levels];
    at = new int[levels];
  }

  /** At the first element. */
  static <E> Cursor<E> atStart(@Nullable Node<E> root) {
    return at(root, START);
  }

  /** At the first element that is not before a place. */
  static <E> Cursor<E> at(@Nullable Node<E> root, Place<? super E> place) {
    Cursor<E> cursor = new Cursor<>(root == null ? 0 : root.height() + 1);
    if (root != null) {
      cursor.descend(root, place);
      cursor.settle(0);
    }
    return cursor;
  }

  private void descend(Node<E> top, Place<? super E> place) {
    Node<E> node = top;
    for (int level = top.height(); level >= 0; level--) {
      path[level] = node;
      at[level] = node.indexOf(place);
      if (node instanceof Branch<E> branch) {
        node = branch.child(at[level]);
      }
    }
  }

  /** The element it is at; null at the end. */
  @Nullable E element() {
    return path.length > 0 && path[0] instanceof Leaf<E> leaf ? leaf.element(at[0]) : null;
  }

  void step() {
    at[0]++;
    settle(0);
  }

  // Where a node is behind us, goes to the next one at its height, or to the end.
  private void settle(int level) {
    Node<E> node = path[level];
    if (node == null || at[level] < node.width()) {
      return;
    }
    int up = level + 1;
    if (up < path.length) {
      at[up]++;
      settle(up);
    }
    if (up < path.length && path[up] instanceof Branch<E> branch) {
      descend(branch.child(at[up]), START);
    } else {
      path[level] = null;
    }
  }

  /**
   * Steps over the largest node that both are at the start of; nothing in it can differ.
   *
   * @return false if there is none
   */
  @SuppressWarnings("ReferenceEquality") // what two versions share is the same object
  boolean skipShared(Cursor<E> other) {
    int shared = -1;
    for (int level = 0; level < Math.min(path.length, other.path.length); level++) {
      if (at[level] != 0 || other.at[level] != 0) {
        break;
      }
      if (path[level] != null && path[level] == other.path[level]) {
        shared = level;
      }
    }
    if (shared >= 0) {
      leave(shared);
      other.leave(shared);
    }
    return shared >= 0;
  }

  private void leave(int level) {
    Node<E> node = path[level];
    at[level] = node == null ? 0 : node.width();
    settle(level);
    if (path[level] == null) {
      path[0] = null;
    }
  }

  /** From here to the end. */
  Iterator<E> rest() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return element() != null;
      }

      @Override
      public E next() {
        E element = element();
        if (element == null) {
          throw new NoSuchElementException("no further element");
        }
        step();
        return element;
      }
    };
  }
}
