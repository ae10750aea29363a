package dev.portolan.agent.apply;

import static dev.portolan.agent.apply.Samples.desired;
import static dev.portolan.agent.apply.Samples.object;
import static dev.portolan.agent.apply.Samples.ref;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** More changes than may be written: each object waits its turn, and gets the latest. */
class OverloadTest {
  private static final int HOSTS = 20;
  private static final int WRITES_A_SECOND = 10;
  private static final Duration BETWEEN_CHANGES = Duration.ofMillis(10);

  private final ApplyRig rig =
      new ApplyRig(new ApplyLimits(WRITES_A_SECOND, 1, 8, Duration.ofHours(1), 30, 20));
  private int changes;

  @Test
  void everyObjectIsWrittenAsOftenAsTheOthersAndNoneWaitsLongerThanAllOfThemTake() {
    start();
    Map<String, List<Integer>> writes = new HashMap<>();
    for (int tick = 0; tick < 6_000; tick++) {
      change();
      for (String write : rig.sink.drainLog()) {
        writes.computeIfAbsent(write, first -> new ArrayList<>()).add(tick);
      }
    }

    // A minute at ten a second, twenty objects: each every two seconds.
    assertThat(writes).hasSize(HOSTS);
    writes.forEach(
        (write, at) -> {
          assertThat(at).as(write).hasSizeBetween(29, 31);
          assertThat(IntStream.range(1, at.size()).map(i -> at.get(i) - at.get(i - 1)))
              .as(write)
              .allSatisfy(ticks -> assertThat(ticks).isLessThanOrEqualTo(220));
        });
  }

  @Test
  void afterItEachObjectIsAsItWasWantedLastAndNoWriteWasWithoutEffect() {
    start();
    for (int tick = 0; tick < 1_000; tick++) {
      change();
    }
    rig.sink.drainLog();
    rig.time.pass(Duration.ofMinutes(1));

    assertThat(rig.sink.drainLog()).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(HOSTS);
    IntStream.range(0, HOSTS)
        .forEach(
            host ->
                assertThat(rig.sink.standing(ref("h" + host)).fingerprint())
                    .isEqualTo("" + (changes - HOSTS + host)));
  }

  @Test
  void anObjectIsMadeHoweverFastOthersChange() {
    start();
    rig.loop.want(List.of(desired("new", object("new", "1"))), ApplyRig.NOTHING_STAYS);
    // What may be written before it: one large change.
    int longest = 120 * 1000 / (int) BETWEEN_CHANGES.toMillis();
    int ticks = 0;
    while (!rig.sink.refs().contains(ref("new"))) {
      assertThat(ticks++).isLessThan(longest);
      change();
    }
  }

  private void start() {
    rig.start(
        IntStream.range(0, HOSTS)
            .mapToObj(host -> desired("h" + host, object("h" + host, "none")))
            .toArray(DesiredHost[]::new));
    rig.time.pass(Duration.ofSeconds(10));
    assertThat(rig.sink.drainLog()).hasSize(HOSTS);
  }

  /** The next object is wanted otherwise, and a moment passes. */
  private void change() {
    String name = "h" + changes % HOSTS;
    var unused =
        rig.loop.want(List.of(desired(name, object(name, "" + changes++))), ApplyRig.NOTHING_STAYS);
    rig.time.pass(BETWEEN_CHANGES);
  }
}
