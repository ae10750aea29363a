package dev.portolan.bench.suite;

import dev.portolan.bench.subject.Place;
import java.util.function.Consumer;

/**
 * How a run is made.
 *
 * @param quick small sizes and few rounds
 * @param progress is told what is being done
 */
public record Setting(boolean quick, Place place, Consumer<String> progress) {

  /** One of two sizes. */
  int size(int full, int small) {
    return quick ? small : full;
  }

  /** Rounds of everything that is compared: an odd number, so that the median is one of them. */
  int rounds() {
    return size(7, 5);
  }

  void say(String what) {
    progress.accept(what);
  }
}
