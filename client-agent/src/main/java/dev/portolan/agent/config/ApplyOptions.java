package dev.portolan.agent.config;

import dev.portolan.agent.apply.ApplyLimits;
import dev.portolan.settings.Setting;
import dev.portolan.settings.ValueType;
import dev.portolan.settings.Values;
import java.time.Duration;
import java.util.List;

/** How fast objects are written, and what counts as too many deletions at once. */
final class ApplyOptions {
  private static final Setting<Duration> RESYNC_INTERVAL =
      Setting.of(
          "resync-interval",
          ValueType.duration(Duration.ofSeconds(1), Duration.ofHours(24)),
          "30s",
          "How often the written objects are read again and repaired.");
  private static final Setting<Integer> RATE =
      Setting.of(
          "write.rate",
          ValueType.integer(1, 10_000),
          "20",
          "Writes per second to the API server in the long run.");
  private static final Setting<Integer> BURST =
      Setting.of(
          "write.burst",
          ValueType.integer(1, 10_000),
          "40",
          "Writes to the API server that may be made at once after a rest.");
  private static final Setting<Integer> PARALLEL =
      Setting.of(
          "write.parallel",
          ValueType.integer(1, 64),
          "8",
          "Writes to the API server that may be under way at once.");
  private static final Setting<Integer> BRAKE_PERCENT =
      Setting.of(
          "brake.percent",
          ValueType.integer(0, 100),
          "30",
          "Deletions at once are held when they are more than this share of the written objects and more than brake.objects; 100 holds none.");
  private static final Setting<Integer> BRAKE_OBJECTS =
      Setting.of(
          "brake.objects",
          ValueType.integer(0, 1_000_000),
          "20",
          "See brake.percent: so many deletions at once are never held.");

  static final List<Setting<?>> ALL =
      List.of(RESYNC_INTERVAL, RATE, BURST, PARALLEL, BRAKE_PERCENT, BRAKE_OBJECTS);

  private ApplyOptions() {}

  /**
   * As limits.
   *
   * @param paced whether writes go to an API server, which the pace is for
   */
  static ApplyLimits of(Values values, boolean paced) {
    return paced
        ? new ApplyLimits(
            values.get(RATE),
            values.get(BURST),
            values.get(PARALLEL),
            values.get(RESYNC_INTERVAL),
            values.get(BRAKE_PERCENT),
            values.get(BRAKE_OBJECTS))
        : ApplyLimits.unpaced(
            values.get(RESYNC_INTERVAL), values.get(BRAKE_PERCENT), values.get(BRAKE_OBJECTS));
  }
}
