package dev.portolan.tree;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Elements, as many as there are: no room is kept for more. */
final class Leaf<E> extends Node<E> {
  private final Object[] elements;

  Leaf(Object[] elements) {
    this.elements = elements;
  }

  @SuppressWarnings("unchecked") // nothing else gets into the array
  E element(int index) {
    return (E) elements[index];
  }

  @Override
  int width() {
    return elements.length;
  }

  @Override
  int size() {
    return elements.length;
  }

  @Override
  int height() {
    return 0;
  }

  @Override
  E first() {
    return element(0);
  }

  @Override
  E last() {
    return element(elements.length - 1);
  }

  @Override
  int indexOf(Place<? super E> place) {
    int low = 0;
    int high = elements.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (place.compareTo(element(middle)) > 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean isAt(int index, Place<? super E> place) {
    return index < elements.length && place.compareTo(element(index)) == 0;
  }

  @Override
  @Nullable E find(Place<? super E> place) {
    int index = indexOf(place);
    return isAt(index, place) ? element(index) : null;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the same object needs no new leaf
  Node<E> plus(E element, Place<? super E> place) {
    int index = indexOf(place);
    if (!isAt(index, place)) {
      return new Leaf<>(Spliced.with(elements, index, 0, new Object[] {element}));
    }
    return element(index) == element
        ? this
        : new Leaf<>(Spliced.with(elements, index, 1, new Object[] {element}));
  }

  @Override
  Node<E> minus(Place<? super E> place) {
    int index = indexOf(place);
    return isAt(index, place) ? new Leaf<>(Spliced.with(elements, index, 1, new Object[0])) : this;
  }

  @Override
  Node<E> part(int from, int to) {
    return new Leaf<>(Arrays.copyOfRange(elements, from, to));
  }

  @Override
  Node<E> joined(Node<E> right) {
    return new Leaf<>(Spliced.with(elements, elements.length, 0, ((Leaf<E>) right).elements));
  }
}
