package dev.portolan.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {
  @Test
  void theMedianIsTheMiddleOne() {
    assertThat(Samples.of(List.of(9.0, 1.0, 2.0)).median()).isEqualTo(2);
    assertThat(Samples.of(List.of(4.0, 1.0, 2.0, 9.0)).median()).isEqualTo(3);
  }

  @Test
  void aPercentileIsOneOfTheValues() {
    Samples samples = Samples.of(List.of(5.0, 1.0, 4.0, 2.0, 3.0));
    assertThat(samples.percentile(0.2)).isEqualTo(1);
    assertThat(samples.percentile(0.21)).isEqualTo(2);
    assertThat(samples.percentile(0.99)).isEqualTo(5);
    assertThatThrownBy(() -> samples.percentile(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void oneStrayRoundOfFiveDoesNotCount() {
    assertThat(Samples.of(List.of(10.0, 11.0, 10.0, 40.0, 12.0)).spread())
        .isEqualTo(2 / 11.0, within(1e-9));
    assertThat(Samples.of(List.of(10.0, 40.0, 10.0)).spread()).isEqualTo(3, within(1e-9));
  }

  @Test
  void nothingAndNotANumberAreRefused() {
    assertThatThrownBy(() -> Samples.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Samples.of(List.of(1.0, Double.NaN)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
