package dev.portolan.server.config;

import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.settings.Setting;
import dev.portolan.settings.ValueType;
import dev.portolan.settings.Values;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When an origin withdraws too much at once.
 *
 * @param percent of its services, or of its endpoints
 * @param count of services, or of endpoints
 * @param window what is withdrawn within it counts together
 * @param confirmAfter after which its own list confirms what it withdrew
 * @param exceptions origins with other limits
 */
public record BrakeConfig(
    int percent,
    int count,
    Duration window,
    Duration confirmAfter,
    Map<OriginId, Limits> exceptions) {
  private static final Pattern EXCEPTION =
      Pattern.compile("([^=]+)=([0-9]|[1-9][0-9]|100):(0|[1-9][0-9]{0,6})");

  private static final Setting<Integer> PERCENT =
      Setting.of(
          "brake.percent",
          ValueType.integer(0, 100),
          "30",
          "Removals at once are held when they are more than this share of a cluster's services or"
              + " endpoints and more than brake.count; 100 holds none.");
  private static final Setting<Integer> COUNT =
      Setting.of(
          "brake.count",
          ValueType.integer(0, 1_000_000),
          "20",
          "See brake.percent: so many removals at once are never held.");
  private static final Setting<Duration> WINDOW =
      Setting.of(
          "brake.window",
          ValueType.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
          "60s",
          "Removals within this time count together.");
  private static final Setting<Duration> CONFIRM_AFTER =
      Setting.of(
          "brake.confirm-after",
          ValueType.duration(Duration.ofSeconds(1), Duration.ofDays(7)),
          "10m",
          "How old a hold has to be for a complete list of its cluster to release it.");
  private static final Setting<List<Limits>> EXCEPTIONS =
      Setting.of(
          "brake.exceptions",
          ValueType.listOf(
              ValueType.of(
                  "CLUSTER=PERCENT:COUNT",
                  "a cluster with its own limits such as west-1=50:100",
                  BrakeConfig::exception)),
          "",
          "Clusters with other limits than brake.percent and brake.count.");

  static final List<Setting<?>> SETTINGS =
      List.of(PERCENT, COUNT, WINDOW, CONFIRM_AFTER, EXCEPTIONS);

  public BrakeConfig {
    exceptions = Map.copyOf(exceptions);
  }

  /** One origin's own limits. */
  public record Limits(OriginId origin, int percent, int count) {}

  static BrakeConfig of(Values values) {
    Map<OriginId, Limits> exceptions = new HashMap<>();
    values.get(EXCEPTIONS).forEach(each -> exceptions.put(each.origin(), each));
    return new BrakeConfig(
        values.get(PERCENT),
        values.get(COUNT),
        values.get(WINDOW),
        values.get(CONFIRM_AFTER),
        exceptions);
  }

  private static Optional<Limits> exception(String text) {
    Matcher matcher = EXCEPTION.matcher(text);
    return matcher.matches() && Names.labelProblem(matcher.group(1)).isEmpty()
        ? Optional.of(
            new Limits(
                new OriginId(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3))))
        : Optional.empty();
  }
}
