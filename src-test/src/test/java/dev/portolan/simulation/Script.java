package dev.portolan.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What is to happen in a history, chosen by its seed. */
record Script(long seed, List<Step> steps) {
  private static final int MAX_STEPS = 14;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(12);

  Script {
    steps = List.copyOf(steps);
  }

  /**
   * One act.
   *
   * @param number its place in the whole script, which stays when others are left out
   * @param after the time since the step before
   * @param where chooses the cluster
   * @param luck the seed of whatever else it needs
   */
  record Step(int number, Duration after, Act act, int where, long luck) {}

  static Script of(long seed) {
    Random random = new Random(~seed);
    List<Step> steps = new ArrayList<>();
    int count = 2 + random.nextInt(MAX_STEPS - 1);
    for (int i = 1; i <= count; i++) {
      Duration after =
          Duration.ofMillis(random.nextLong(LONGEST_PAUSE.toMillis() >> random.nextInt(5)));
      steps.add(new Step(i, after, act(random), random.nextInt(1 << 16), random.nextLong()));
    }
    return new Script(seed, steps);
  }

  private static Act act(Random random) {
    int all = 0;
    for (Act act : Act.values()) {
      all += act.weight();
    }
    int left = random.nextInt(all);
    for (Act act : Act.values()) {
      left -= act.weight();
      if (left < 0) {
        return act;
      }
    }
    throw new IllegalStateException("no act");
  }

  /** Without some of its steps; the time that they took stays. */
  Script only(List<Integer> numbers) {
    List<Step> left = new ArrayList<>();
    Duration waited = Duration.ZERO;
    for (Step step : steps) {
      waited = waited.plus(step.after());
      if (numbers.contains(step.number())) {
        left.add(new Step(step.number(), waited, step.act(), step.where(), step.luck()));
        waited = Duration.ZERO;
      }
    }
    return new Script(seed, left);
  }
}
