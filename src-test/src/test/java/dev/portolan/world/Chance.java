package dev.portolan.world;

import java.util.List;
import java.util.Random;

/** What a seed chooses. */
record Chance(Random random) {
  <T> T any(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  boolean oneIn(int many) {
    return random.nextInt(many) == 0;
  }

  /** From 0 on. */
  int below(int bound) {
    return random.nextInt(bound);
  }
}
