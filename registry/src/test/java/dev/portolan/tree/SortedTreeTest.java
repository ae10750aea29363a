package dev.portolan.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SortedTreeTest {
  private static final int MANY = 100_000;

  private final AtomicInteger comparisons = new AtomicInteger();
  private final Order<Integer, Integer> counting =
      new Order<>() {
        @Override
        public int compareKey(Integer key, Integer element) {
          comparisons.incrementAndGet();
          return key.compareTo(element);
        }

        @Override
        public int compare(Integer one, Integer other) {
          comparisons.incrementAndGet();
          return one.compareTo(other);
        }
      };

  @Test
  void aChangeAndItsDiscoveryCostWhatChanged() {
    SortedTree<Integer, Integer> before = tree(IntStream.range(0, MANY).boxed().toList());

    comparisons.set(0);
    SortedTree<Integer, Integer> after = before.minus(77_777);
    assertThat(comparisons.getAndSet(0)).isLessThan(40);

    assertThat(before.changes(after)).toIterable().containsExactly(new Change<>(77_777, null));
    // Beside the nodes on the way to it all is shared and stepped over.
    assertThat(comparisons.get()).isLessThan(4 * Node.MAX);
  }

  @Test
  void manyThatAreNotInOrderAreRefused() {
    SortedTree<Integer, Integer> nothing = SortedTree.empty(counting);

    assertThatThrownBy(() -> nothing.plusAll(List.of(1, 3, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3, 2");
    assertThatThrownBy(() -> nothing.plusAll(List.of(1, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void manyIntoNothingCostOneComparisonEach() {
    SortedTree.empty(counting).plusAll(IntStream.range(0, MANY).boxed().toList());

    assertThat(comparisons.get()).isLessThanOrEqualTo(MANY);
  }

  @Test
  void whatComesInOrderFillsItsLeaves() {
    SortedTree<Integer, Integer> inOrder = tree(IntStream.range(0, MANY).boxed().toList());
    List<Integer> mixed = new ArrayList<>(IntStream.range(0, MANY).boxed().toList());
    Collections.shuffle(mixed, new Random(1));

    assertThat(Shape.leaves(inOrder)).isLessThan(MANY / Node.MAX + 2);
    assertThat(Shape.leaves(tree(mixed))).isLessThan(MANY / Node.MAX * 2);
    assertThat(tree(mixed)).isEqualTo(inOrder);
  }

  @Test
  void whatIsEmptiedAgainIsNothing() {
    SortedTree<Integer, Integer> tree = tree(IntStream.range(0, 5000).boxed().toList());
    List<Integer> mixed = new ArrayList<>(IntStream.range(0, 5000).boxed().toList());
    Collections.shuffle(mixed, new Random(2));
    for (int key : mixed.subList(0, 4900)) {
      tree = tree.minus(key);
    }
    assertThat(tree.size()).isEqualTo(100);
    // A tree that has shrunk does not go on as a sparse one.
    assertThat(Shape.leaves(tree)).isLessThan(30);
    for (int key : mixed) {
      tree = tree.minus(key);
    }
    assertThat(tree).isEmpty();
    assertThat(tree.plus(1)).containsExactly(1);
  }

  @Test
  void theSameObjectAgainIsNoChange() {
    SortedTree<Integer, Integer> tree = tree(IntStream.range(0, 100).boxed().toList());

    assertThat(tree.plus(tree.elements().iterator().next())).isSameAs(tree);
    assertThat(tree.minus(100)).isSameAs(tree);
  }

  private SortedTree<Integer, Integer> tree(List<Integer> numbers) {
    SortedTree<Integer, Integer> tree = SortedTree.empty(counting);
    for (Integer number : numbers) {
      tree = tree.plus(number);
    }
    return tree;
  }
}
