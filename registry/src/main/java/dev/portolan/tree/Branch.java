package dev.portolan.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Nodes of one height. */
final class Branch<E> extends Node<E> {
  private final Node<E>[] children;
  // The first element below each child, so that a search looks into no node on its way but one.
  private final Object[] firsts;
  private final int size;

  private Branch(Node<E>[] children) {
    this.children = children;
    this.firsts = new Object[children.length];
    int sum = 0;
    for (int i = 0; i < children.length; i++) {
      firsts[i] = children[i].first();
      sum += children[i].size();
    }
    this.size = sum;
  }

  /** Above neighbours. */
  static <E> Node<E> above(Node<E>[] children) {
    return new Branch<>(children);
  }

  /** Above elements in order, at least one; every node is as wide as it may be. */
  static <E> Node<E> above(List<E> elements) {
    List<Node<E>> level = new ArrayList<>();
    for (int i = 0; i < elements.size(); i += MAX) {
      level.add(new Leaf<>(elements.subList(i, Math.min(i + MAX, elements.size())).toArray()));
    }
    while (level.size() > 1) {
      List<Node<E>> higher = new ArrayList<>();
      for (int i = 0; i < level.size(); i += MAX) {
        higher.add(above(all(level.subList(i, Math.min(i + MAX, level.size())))));
      }
      level = higher;
    }
    return level.get(0);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type cannot be made else
  private static <E> Node<E>[] all(List<Node<E>> nodes) {
    return nodes.toArray(new Node[0]);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // as above
  private static <E> Node<E>[] only(Node<E> node) {
    return new Node[] {node};
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // as above
  private static <E> Node<E>[] none() {
    return new Node[0];
  }

  Node<E> child(int index) {
    return children[index];
  }

  @SuppressWarnings("unchecked") // they are elements of the children
  private E firstOf(int child) {
    return (E) firsts[child];
  }

  @Override
  int width() {
    return children.length;
  }

  @Override
  int size() {
    return size;
  }

  @Override
  int height() {
    return 1 + children[0].height();
  }

  @Override
  E first() {
    return firstOf(0);
  }

  @Override
  E last() {
    return children[children.length - 1].last();
  }

  @Override
  int indexOf(Place<? super E> place) {
    // Of the children that begin before the place the last one may still reach it.
    int low = 1;
    int high = children.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (place.compareTo(firstOf(middle)) > 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  /** As {@link #indexOf}, but the last child that can have an element exactly there. */
  private int owning(Place<? super E> place) {
    int low = 1;
    int high = children.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (place.compareTo(firstOf(middle)) >= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  @Override
  @Nullable E find(Place<? super E> place) {
    return children[owning(place)].find(place);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // an untouched child is the same object
  Node<E> plus(E element, Place<? super E> place) {
    int index = owning(place);
    Node<E> child = children[index];
    Node<E> fuller = child.plus(element, place);
    if (fuller == child) {
      return this;
    }
    return new Branch<>(
        Spliced.with(
            children, index, 1, fuller.width() > MAX ? split(fuller, element) : only(fuller)));
  }

  /** Two halves; what grows at its end is left full, for it goes on there. */
  @SuppressWarnings({"unchecked", "rawtypes", "ReferenceEquality"}) // as above; the very element
  static <E> Node<E>[] split(Node<E> wide, E added) {
    int at = wide.last() == added ? wide.width() - 1 : wide.width() / 2;
    return new Node[] {wide.part(0, at), wide.part(at, wide.width())};
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // an untouched child is the same object
  Node<E> minus(Place<? super E> place) {
    int index = owning(place);
    Node<E> child = children[index];
    Node<E> rest = child.minus(place);
    if (rest == child) {
      return this;
    }
    if (rest.width() == 0) {
      return new Branch<>(Spliced.with(children, index, 1, none()));
    }
    if (rest.width() < MIN && children.length > 1) {
      int left = Math.max(0, index - 1);
      Node<E> one = left == index ? rest : children[left];
      Node<E> other = left == index ? children[index + 1] : rest;
      if (one.width() + other.width() <= MAX) {
        return new Branch<>(Spliced.with(children, left, 2, only(one.joined(other))));
      }
    }
    return new Branch<>(Spliced.with(children, index, 1, only(rest)));
  }

  @Override
  Node<E> part(int from, int to) {
    return new Branch<>(Arrays.copyOfRange(children, from, to));
  }

  @Override
  Node<E> joined(Node<E> right) {
    return new Branch<>(Spliced.with(children, children.length, 0, ((Branch<E>) right).children));
  }
}
