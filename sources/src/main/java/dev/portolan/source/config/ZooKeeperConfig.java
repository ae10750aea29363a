package dev.portolan.source.config;

import dev.portolan.registry.Sorted;
import dev.portolan.settings.Problem;
import dev.portolan.settings.Program;
import dev.portolan.settings.Setting;
import dev.portolan.settings.ValueType;
import dev.portolan.settings.Values;
import dev.portolan.source.mapping.MappingRules;
import dev.portolan.source.zookeeper.ZooKeeperPace;
import dev.portolan.source.zookeeper.client.ZooKeeperEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a source that reads ZooKeeper is told.
 *
 * @param paths below which services are, each once
 */
public record ZooKeeperConfig(
    SourceConfig source,
    MappingRules rules,
    ZooKeeperEndpoint endpoint,
    List<String> paths,
    ZooKeeperPace pace) {
  private static final String SEGMENTS = "(?:/[^/\\s,\\p{Cntrl}]+)+";
  private static final Pattern PATH = Pattern.compile("/|" + SEGMENTS);
  private static final Pattern SERVERS =
      Pattern.compile(
          "(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?"
              + "(?:,(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?)*(?:"
              + SEGMENTS
              + ")?");

  private static final Setting<String> CONNECT =
      Setting.of(
          "zookeeper.connect",
          ValueType.of(
              "SERVERS",
              "host:port, several with commas, and a path behind the last if everything is below one",
              text -> matched(SERVERS, text)),
          "127.0.0.1:2181",
          "Servers of the ensemble: host:port,host:port. A path behind the last (/prod) is put before all paths.");
  private static final Setting<List<String>> PATHS =
      Setting.of(
          "zookeeper.paths",
          ValueType.listOf(
              ValueType.of(
                  "PATH",
                  "an absolute path without a slash at its end",
                  text -> matched(PATH, text))),
          "/services",
          "Below each there is a node for each service, and below that one for each instance: JSON as Curator's x-discovery writes it, any JSON with address and port, host:port, or a name that is host:port.");
  private static final Setting<Optional<Path>> AUTH_FILE =
      Setting.optional(
          "zookeeper.auth-file",
          ValueType.path(),
          "File with user:password of a digest identity; read anew for each reading.");
  private static final Setting<Duration> SESSION_TIMEOUT =
      Setting.of(
          "zookeeper.session-timeout",
          ValueType.duration(Duration.ofSeconds(1), Duration.ofMinutes(10)),
          "30s",
          "Session timeout to ask for; a server that has frozen is noticed after two thirds of it.");
  private static final Setting<Integer> LARGEST_NODE =
      Setting.of(
          "zookeeper.largest-node",
          ValueType.integer(64, 1024 * 1024),
          Integer.toString(ZooKeeperEndpoint.LARGEST_NODE),
          "Nodes with more bytes than this are not read.");
  private static final Setting<Duration> RELIST =
      Setting.of(
          "zookeeper.relist",
          ValueType.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
          "5m",
          "How often everything is read again, for what no watch tells, such as rights.");
  private static final Setting<Duration> ABSENCE_GRACE =
      Setting.of(
          "zookeeper.absence-grace",
          ValueType.duration(Duration.ZERO, Duration.ofDays(7)),
          "2m",
          "How long what is absent is kept after an interruption: longer than the sessions of those who register, and the time they take to register anew.");
  private static final Setting<Duration> DESERTED_GRACE =
      Setting.of(
          "zookeeper.deserted-grace",
          ValueType.duration(Duration.ZERO, Duration.ofDays(7)),
          "30s",
          "How long a service whose last instance is gone is still offered, without endpoints.");
  private static final MappingOptions MAPPING =
      new MappingOptions(
          new MappingOptions.Defaults(
              "",
              "{meta.namespace}|zookeeper",
              "{meta.protocol}",
              "{meta.region}/{meta.zone}|{meta.region}"));

  /** The settings, for help and for binding. */
  public static final Program PROGRAM =
      new Program(
          "portolan source zookeeper",
          "Reports the services that are registered in a ZooKeeper ensemble to the hub, as one origin.",
          "PORTOLAN_SOURCE_",
          Stream.of(
                  SourceConfig.SETTINGS,
                  List.<Setting<?>>of(
                      CONNECT,
                      PATHS,
                      AUTH_FILE,
                      SESSION_TIMEOUT,
                      LARGEST_NODE,
                      RELIST,
                      ABSENCE_GRACE,
                      DESERTED_GRACE),
                  MAPPING.settings())
              .flatMap(List::stream)
              .toList());

  public ZooKeeperConfig {
    paths = List.copyOf(paths);
  }

  /** The settings as one record; what does not fit together is added to the problems. */
  public static ZooKeeperConfig of(Values values, List<Problem> problems) {
    SourceConfig source = SourceConfig.of(values, problems);
    List<String> paths = List.copyOf(Sorted.set(values.get(PATHS)));
    if (paths.isEmpty()) {
      problems.add(values.problem(PATHS, "names no path, so there is nothing to read"));
    }
    return new ZooKeeperConfig(
        source,
        MAPPING.of(values, source.locality()),
        new ZooKeeperEndpoint(
            values.get(CONNECT),
            values.get(AUTH_FILE),
            values.get(SESSION_TIMEOUT),
            values.get(LARGEST_NODE)),
        paths,
        new ZooKeeperPace(
            values.get(SESSION_TIMEOUT),
            ZooKeeperPace.DEFAULT.pause(),
            ZooKeeperPace.DEFAULT.settle(),
            values.get(RELIST),
            ZooKeeperPace.DEFAULT.retry(),
            values.get(ABSENCE_GRACE),
            values.get(DESERTED_GRACE)));
  }

  private static Optional<String> matched(Pattern pattern, String text) {
    return pattern.matcher(text).matches() ? Optional.of(text) : Optional.empty();
  }
}
