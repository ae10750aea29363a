package dev.portolan.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** A tree against the platform's sorted map. */
class SortedTreePropertyTest {
  private static final Order<Integer, Item> BY_KEY = Order.by(Item::key);

  /** An element; the value tells two with one key apart. */
  record Item(int key, int value) {}

  /** Puts an item, or removes what is under its key. */
  record Step(Item item, boolean removes) {}

  /** A tree and what is to be in it. */
  private record Grown(SortedTree<Integer, Item> tree, NavigableMap<Integer, Item> model) {
    static Grown nothing() {
      return new Grown(SortedTree.empty(BY_KEY), new TreeMap<>());
    }

    Grown after(List<Step> steps) {
      SortedTree<Integer, Item> next = tree;
      NavigableMap<Integer, Item> expected = new TreeMap<>(model);
      for (Step step : steps) {
        if (step.removes()) {
          next = next.minus(step.item().key());
          expected.remove(step.item().key());
        } else {
          next = next.plus(step.item());
          expected.put(step.item().key(), step.item());
        }
      }
      return new Grown(next, expected);
    }
  }

  @Property(tries = 300)
  void holdsWhatWasPutAndNotRemoved(@ForAll("steps") List<Step> steps) {
    Grown grown = Grown.nothing().after(steps);

    assertThat(grown.tree().elements()).containsExactlyElementsOf(grown.model().values());
    assertThat(grown.tree().size()).isEqualTo(grown.model().size());
    assertThat(grown.tree().isEmpty()).isEqualTo(grown.model().isEmpty());
    for (int key = -1; key <= 400; key++) {
      assertThat(grown.tree().get(key)).isSameAs(grown.model().get(key));
    }
  }

  @Property(tries = 200)
  void manyAtOnceAreAsManyOneByOne(
      @ForAll("steps") List<Step> steps, @ForAll("steps") List<Step> added) {
    Grown before = Grown.nothing().after(steps);
    List<Item> sorted = List.copyOf(Grown.nothing().after(added).model().values());
    SortedTree<Integer, Item> oneByOne = before.tree();
    for (Item item : sorted) {
      oneByOne = oneByOne.plus(item);
    }

    SortedTree<Integer, Item> atOnce = before.tree().plusAll(sorted);

    assertThat(list(oneByOne.changes(atOnce))).isEmpty();
    assertThat(Shape.leaves(atOnce)).isEqualTo(Shape.leaves(oneByOne));
    assertThat(atOnce.size()).isEqualTo(oneByOne.size());
  }

  @Property(tries = 200)
  void whatWasBeforeStaysAsItWas(
      @ForAll("steps") List<Step> steps, @ForAll("steps") List<Step> later) {
    Grown before = Grown.nothing().after(steps);
    before.after(later);

    assertThat(before.tree().elements()).containsExactlyElementsOf(before.model().values());
  }

  @Property(tries = 200)
  void findsTheWholeRangeOfAPlace(
      @ForAll("steps") List<Step> steps, @ForAll @IntRange(max = 40) int ten) {
    Grown grown = Grown.nothing().after(steps);

    assertThat(grown.tree().at(item -> Integer.compare(ten, item.key() / 10)))
        .containsExactlyElementsOf(grown.model().subMap(10 * ten, 10 * ten + 10).values());
  }

  @Property(tries = 300)
  void changesAreWhereTheObjectsDiffer(
      @ForAll("steps") List<Step> steps,
      @ForAll("fewSteps") List<Step> later,
      @ForAll @IntRange(min = -1, max = 400) int key) {
    Grown before = Grown.nothing().after(steps);
    Grown after = before.after(later);

    assertThat(list(before.tree().changes(after.tree()))).isEqualTo(changes(before, after, -2));
    assertThat(list(before.tree().changesAfter(key, after.tree())))
        .isEqualTo(changes(before, after, key));
    assertThat(list(after.tree().changes(before.tree()))).isEqualTo(changes(after, before, -2));
  }

  @Property(tries = 100)
  void treesGrownApartAreComparedAllTheSame(
      @ForAll("steps") List<Step> steps, @ForAll("steps") List<Step> others) {
    Grown one = Grown.nothing().after(steps);
    Grown other = Grown.nothing().after(others);

    assertThat(list(one.tree().changes(other.tree()))).isEqualTo(changes(one, other, -2));
    assertThat(one.tree().equals(other.tree())).isEqualTo(one.model().equals(other.model()));
  }

  @Property(tries = 200)
  void everyNodeIsWithinItsBounds(@ForAll("steps") List<Step> steps) {
    Grown grown = Grown.nothing().after(steps);

    assertThat(Shape.leaves(grown.tree())).isLessThanOrEqualTo(grown.tree().size());
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    // Long runs in order beside steps here and there: leaves are left full, split, and emptied.
    Arbitrary<List<Step>> runs =
        Combinators.combine(
                Arbitraries.integers().between(0, 300),
                Arbitraries.integers().between(1, 100),
                Arbitraries.of(true, false))
            .as(SortedTreePropertyTest::run);
    return Arbitraries.oneOf(runs, fewSteps())
        .list()
        .ofMaxSize(12)
        .map(lists -> lists.stream().flatMap(List::stream).toList());
  }

  @Provide
  Arbitrary<List<Step>> fewSteps() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 400),
            Arbitraries.integers().between(0, 3),
            Arbitraries.of(true, false))
        .as((key, value, removes) -> new Step(new Item(key, value), removes))
        .list()
        .ofMaxSize(10);
  }

  private static List<Step> run(int from, int length, boolean removes) {
    List<Step> steps = new ArrayList<>();
    for (int key = from; key < from + length; key++) {
      steps.add(new Step(new Item(key, 0), removes));
    }
    return steps;
  }

  private static List<Change<Item>> changes(Grown before, Grown after, int behind) {
    TreeSet<Integer> keys = new TreeSet<>(before.model().keySet());
    keys.addAll(after.model().keySet());
    List<Change<Item>> changes = new ArrayList<>();
    for (int key : keys.tailSet(behind, false)) {
      Item old = before.model().get(key);
      Item fresh = after.model().get(key);
      if (old != fresh) {
        changes.add(new Change<>(old, fresh));
      }
    }
    return changes;
  }

  private static <E> List<E> list(Iterator<E> iterator) {
    List<E> all = new ArrayList<>();
    iterator.forEachRemaining(all::add);
    return all;
  }
}
