package dev.portolan.bench.figure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The order in which things that are compared take their turns: all of them once a round, every
 * other round in reverse, so that neither warming up nor what else the machine does favours one.
 */
public final class Rounds {
  private Rounds() {}

  /** A B C, then C B A, and so on. */
  public static <T> List<List<T>> interleaved(List<T> compared, int rounds) {
    List<List<T>> order = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      List<T> turn = new ArrayList<>(compared);
      if (round % 2 == 1) {
        Collections.reverse(turn);
      }
      order.add(List.copyOf(turn));
    }
    return List.copyOf(order);
  }
}
