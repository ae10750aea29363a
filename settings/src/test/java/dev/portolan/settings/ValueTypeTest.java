package dev.portolan.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypeTest {
  private static final ValueType<Duration> DURATION =
      ValueType.duration(Duration.ZERO, Duration.ofDays(10_000));

  @ParameterizedTest
  @CsvSource({"0,0", "500ms,500", "10s,10000", "1m30s,90000", "2h,7200000", "1d,86400000"})
  void durationsCarryUnits(String text, long millis) {
    assertThat(DURATION.parse(text)).contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "s", "1.5s", "-1s", "10 s", "1w", "10S", "9999999999999s"})
  void otherTextIsNoDuration(String text) {
    assertThat(DURATION.parse(text)).isEmpty();
  }

  @Property(tries = 200)
  void aPrintedDurationIsReadBack(@ForAll @LongRange(min = 0, max = 800_000_000_000L) long millis) {
    Duration duration = Duration.ofMillis(millis);

    assertThat(DURATION.parse(Numbers.print(duration))).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1.0", "0x1", "010", "+1", "1_0", " 1", "-0", "9223372036854775808"})
  void onlyPlainDecimalIsAnInteger(String text) {
    assertThat(ValueType.integer(Integer.MIN_VALUE, Integer.MAX_VALUE).parse(text)).isEmpty();
  }

  @Test
  void boundsAreIncluded() {
    ValueType<Integer> type = ValueType.integer(-1, 2);

    assertThat(List.of("-2", "-1", "0", "2", "3").stream().map(type::parse))
        .containsExactly(
            Optional.empty(), Optional.of(-1), Optional.of(0), Optional.of(2), Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "a:", ":1", "a:65536", "a:-1", "::1:1", "[::1]", "a b:1", "http://a:1"})
  void otherTextIsNoHostAndPort(String text) {
    assertThat(ValueType.listen().parse(text)).isEmpty();
  }

  @Test
  void onlyListenersMayTakeAnyPort() {
    assertThat(ValueType.listen().parse("[::1]:0")).contains(new HostPort("::1", 0));
    assertThat(ValueType.target().parse("[::1]:0")).isEmpty();
    assertThat(ValueType.target().parse("hub.portolan:1"))
        .contains(new HostPort("hub.portolan", 1));
  }
}
