package dev.portolan.simulation;

import java.util.ArrayList;
import java.util.List;

/** Leaves out of a failing history what it does not need to fail. */
final class Shrink {
  private Shrink() {}

  /**
   * The same failure, or another one, with as few steps as can be found by leaving out one by one.
   */
  static History.Outcome smallest(History.Outcome failing) {
    History.Outcome best = failing;
    boolean smaller = true;
    while (smaller) {
      smaller = false;
      for (int number : numbers(best.script())) {
        List<Integer> without = new ArrayList<>(numbers(best.script()));
        without.remove(Integer.valueOf(number));
        History.Outcome tried = History.play(best.script().only(without));
        if (!tried.sound()) {
          best = tried;
          smaller = true;
        }
      }
    }
    return best;
  }

  static List<Integer> numbers(Script script) {
    return script.steps().stream().map(Script.Step::number).toList();
  }
}
