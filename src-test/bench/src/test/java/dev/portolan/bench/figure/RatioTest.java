package dev.portolan.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RatioTest {
  @Test
  void theGoalItselfMeetsIt() {
    assertThat(Ratio.atMost("r", 2.0, 2.0).met()).isTrue();
    assertThat(Ratio.atMost("r", 2.01, 2.0).met()).isFalse();
    assertThat(Ratio.atLeast("r", 5.0, 5.0).met()).isTrue();
    assertThat(Ratio.atLeast("r", 4.99, 5.0).met()).isFalse();
  }

  @Test
  void whatCouldNotBeMeasuredMeetsNothing() {
    assertThat(Ratio.atMost("r", Double.NaN, 2).met()).isFalse();
    assertThat(Ratio.atLeast("r", Double.NaN, 2).met()).isFalse();
  }
}
