package dev.portolan.server.config;

import dev.portolan.settings.Problem;
import dev.portolan.settings.Program;
import dev.portolan.settings.Setting;
import dev.portolan.settings.ValueType;
import dev.portolan.settings.Values;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a hub runs.
 *
 * @param listen where, and to whom
 * @param dataDirectory of the embedded store
 * @param rules file or directory with rules; without it those in the store stay
 * @param heartbeatInterval of report streams
 * @param lease silence after which an origin is lost
 * @param beatInterval between two proofs of life of the registry loop
 * @param brake when a cluster withdraws too much at once
 */
public record ServerConfig(
    ListenConfig listen,
    Path dataDirectory,
    Optional<Path> rules,
    Duration heartbeatInterval,
    Duration lease,
    Duration beatInterval,
    BrakeConfig brake) {
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Setting<Path> DATA_DIRECTORY =
      Setting.of(
          "data-directory",
          ValueType.path(),
          "./portolan-data",
          "Where the registry is kept; made when it is not there.");
  private static final Setting<Optional<Path>> RULES =
      Setting.optional(
          "rules",
          ValueType.path(),
          "YAML file with virtual meshes and policies, or a directory of such files; changes are"
              + " taken up while the hub runs.");
  private static final Setting<Duration> HEARTBEAT_INTERVAL =
      Setting.of(
          "heartbeat-interval",
          ValueType.duration(SHORTEST, LONGEST),
          "10s",
          "How often the hub and an agent prove their life to each other; three missed end a stream.");
  private static final Setting<Optional<Duration>> LEASE =
      Setting.optional(
          "lease",
          ValueType.duration(SHORTEST, LONGEST),
          "Silence after which a cluster is lost; at least two heartbeats, three when it is not set.");
  private static final Setting<Duration> BEAT_INTERVAL =
      Setting.of(
          "beat-interval",
          ValueType.duration(SHORTEST, LONGEST),
          "5s",
          "How often the hub proves to agents that nothing has changed.");

  /** The hub as a program: its flags, environment variables and file. */
  public static final Program PROGRAM =
      new Program("portolan server", "The hub of a Portolan registry.", "PORTOLAN_", settings());

  private static List<Setting<?>> settings() {
    List<Setting<?>> all = new ArrayList<>(ListenConfig.settings());
    all.addAll(List.of(DATA_DIRECTORY, RULES, HEARTBEAT_INTERVAL, LEASE, BEAT_INTERVAL));
    all.addAll(BrakeConfig.SETTINGS);
    return List.copyOf(all);
  }

  /** The values of a program's settings; what does not fit together is added to the problems. */
  public static ServerConfig of(Values values, List<Problem> problems) {
    Duration heartbeat = values.get(HEARTBEAT_INTERVAL);
    Duration lease = values.get(LEASE).orElse(heartbeat.multipliedBy(3));
    if (lease.compareTo(heartbeat.multipliedBy(2)) < 0) {
      problems.add(
          values.problem(
              LEASE,
              "is %d ms, less than two heartbeats of %d ms: a single one that is late would end it"
                  .formatted(lease.toMillis(), heartbeat.toMillis())));
    }
    return new ServerConfig(
        ListenConfig.of(values, problems),
        values.get(DATA_DIRECTORY),
        values.get(RULES),
        heartbeat,
        lease,
        values.get(BEAT_INTERVAL),
        BrakeConfig.of(values));
  }
}
