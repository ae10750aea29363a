package dev.portolan.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.DynamicTest;

/** Good objects with one thing wrong, which {@link IstioRules} has to find. */
final class SpoiledObjects {
  private SpoiledObjects() {}

  /**
   * A test that is named after the problem.
   *
   * @param problem a part of what is said
   */
  static DynamicTest test(String problem, Supplier<HostObjects> good, Consumer<HostObjects> spoil) {
    return DynamicTest.dynamicTest(
        problem,
        () -> {
          HostObjects objects = good.get();
          spoil.accept(objects);
          assertThat(IstioRules.check(objects)).anyMatch(found -> found.contains(problem));
        });
  }
}
