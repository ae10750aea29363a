package dev.portolan.tree;

import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Elements in order, no two with the same key. Immutable: a change copies the nodes on the way to
 * one element, some hundred bytes, and shares all others.
 *
 * @param <K> keys, which are part of the elements
 * @param <E> elements, immutable
 */
public final class SortedTree<K, E> implements Iterable<E> {
  private final Order<K, E> order;
  private final @Nullable Node<E> root;

  private SortedTree(Order<K, E> order, @Nullable Node<E> root) {
    this.order = order;
    this.root = root;
  }

  /** Nothing yet. */
  public static <K, E> SortedTree<K, E> empty(Order<K, E> order) {
    return new SortedTree<>(order, null);
  }

  public int size() {
    return root == null ? 0 : root.size();
  }

  public boolean isEmpty() {
    return root == null;
  }

  @Nullable Node<E> root() {
    return root;
  }

  /** The element under a key, or null. */
  public @Nullable E get(K key) {
    return root == null ? null : root.find(element -> order.compareKey(key, element));
  }

  /** The first element at a place, or null. */
  public @Nullable E find(Place<? super E> place) {
    return root == null ? null : root.find(place);
  }

  /** With an element, in place of one with its key. This tree if it has that very object. */
  @SuppressWarnings("ReferenceEquality") // an untouched root is the same object
  public SortedTree<K, E> plus(E element) {
    if (root == null) {
      return new SortedTree<>(order, new Leaf<>(new Object[] {element}));
    }
    Node<E> fuller = root.plus(element, there -> order.compare(element, there));
    if (fuller == root) {
      return this;
    }
    if (fuller.width() > Node.MAX) {
      fuller = Branch.above(Branch.split(fuller, element));
    }
    return new SortedTree<>(order, fuller);
  }

  /**
   * As if put one after the other; into an empty tree they cost only what they are.
   *
   * @param sorted in order, no two with the same key
   * @throws IllegalArgumentException if they are not
   */
  public SortedTree<K, E> plusAll(List<E> sorted) {
    for (int i = 1; i < sorted.size(); i++) {
      if (order.compare(sorted.get(i - 1), sorted.get(i)) >= 0) {
        throw new IllegalArgumentException(
            "not in order: " + sorted.get(i - 1) + ", " + sorted.get(i));
      }
    }
    if (root == null) {
      return sorted.isEmpty() ? this : new SortedTree<>(order, Branch.above(sorted));
    }
    SortedTree<K, E> fuller = this;
    for (E element : sorted) {
      fuller = fuller.plus(element);
    }
    return fuller;
  }

  /** Without the element under a key. This tree if there is none. */
  @SuppressWarnings("ReferenceEquality") // an untouched root is the same object
  public SortedTree<K, E> minus(K key) {
    if (root == null) {
      return this;
    }
    Node<E> rest = root.minus(element -> order.compareKey(key, element));
    if (rest == root) {
      return this;
    }
    while (rest instanceof Branch<E> branch && branch.width() == 1) {
      rest = branch.child(0);
    }
    return new SortedTree<>(order, rest.width() == 0 ? null : rest);
  }

  /** All elements at a place, which may be a whole range of them. */
  public List<E> at(Place<? super E> range) {
    List<E> found = new ArrayList<>();
    Cursor<E> cursor = Cursor.at(root, range);
    for (E next = cursor.element();
        next != null && range.compareTo(next) == 0;
        next = cursor.element()) {
      found.add(next);
      cursor.step();
    }
    return found;
  }

  /** From the first element on that is not before a place. */
  public Iterator<E> from(Place<? super E> start) {
    return Cursor.at(root, start).rest();
  }

  @Override
  public Iterator<E> iterator() {
    return Cursor.atStart(root).rest();
  }

  /** All of them, as a view. */
  public Collection<E> elements() {
    return new AbstractCollection<>() {
      @Override
      public Iterator<E> iterator() {
        return SortedTree.this.iterator();
      }

      @Override
      public int size() {
        return SortedTree.this.size();
      }
    };
  }

  /**
   * Where a later tree does not have the same objects: in order, found as one goes on, at a cost of
   * the parts that the two do not share.
   */
  public Iterator<Change<E>> changes(SortedTree<K, E> later) {
    return new Comparison<>(order, Cursor.atStart(root), Cursor.atStart(later.root));
  }

  /** The same behind a key. */
  public Iterator<Change<E>> changesAfter(K key, SortedTree<K, E> later) {
    Place<E> behind = element -> order.compareKey(key, element) >= 0 ? 1 : -1;
    return new Comparison<>(order, Cursor.at(root, behind), Cursor.at(later.root, behind));
  }

  /** Whether the other has equal elements. */
  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof SortedTree<?, ?> tree) || tree.size() != size()) {
      return this == other;
    }
    Iterator<?> theirs = tree.iterator();
    for (E element : this) {
      if (!element.equals(theirs.next())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (E element : this) {
      hash = 31 * hash + element.hashCode();
    }
    return hash;
  }

  @Override
  public String toString() {
    return elements().toString();
  }
}
