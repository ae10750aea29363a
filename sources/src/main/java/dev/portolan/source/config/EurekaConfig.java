package dev.portolan.source.config;

import dev.portolan.settings.Problem;
import dev.portolan.settings.Program;
import dev.portolan.settings.Setting;
import dev.portolan.settings.ValueType;
import dev.portolan.settings.Values;
import dev.portolan.source.eureka.EurekaPace;
import dev.portolan.source.eureka.http.EurekaEndpoint;
import dev.portolan.source.eureka.http.PortChoice;
import dev.portolan.source.mapping.MappingRules;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a source that reads Eureka is told.
 *
 * @param servers of one registry, each once, without a slash at their ends
 */
public record EurekaConfig(
    SourceConfig source,
    MappingRules rules,
    List<URI> servers,
    EurekaEndpoint endpoint,
    EurekaPace pace) {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Pattern WITH_USER = Pattern.compile("[A-Za-z]+://[^/]*@");
  // Stands for every URL with a user, so that no message repeats the password.
  private static final URI SOMEBODYS = URI.create("http://somebody@somewhere");

  private static final Setting<List<URI>> URLS =
      Setting.of(
          "eureka.urls",
          ValueType.listOf(
              ValueType.of(
                  "URL", "a URL with http or https and a path, mostly /eureka", EurekaConfig::url)),
          "http://127.0.0.1:8761/eureka",
          "Servers of one registry, each by its own address. One is read for as long as it answers, then the next; the first is read first.");
  private static final Setting<Optional<Path>> AUTH_FILE =
      Setting.optional(
          "eureka.auth-file",
          ValueType.path(),
          "File with user:password that may read; read anew for each request.");
  private static final Setting<Optional<Path>> CA_FILE =
      Setting.optional(
          "eureka.ca-file",
          ValueType.path(),
          "Certificates in PEM to trust, instead of the system's.");
  private static final Setting<PortChoice> PORT =
      Setting.of(
          "eureka.port",
          ValueType.oneOf(PortChoice.class),
          "enabled",
          "Which port of an instance is taken: the one that is enabled (of both the insecure one), or only the one that is secure, or insecure.");
  private static final Setting<Duration> POLL =
      Setting.of(
          "eureka.poll",
          ValueType.duration(Duration.ofMillis(100), Duration.ofHours(1)),
          "30s",
          "How often changes are asked for.");
  private static final Setting<Duration> WINDOW =
      Setting.of(
          "eureka.window",
          ValueType.duration(Duration.ofMillis(100), DAY),
          "2m",
          "After a longer time without an answer everything is asked for. Servers remember changes for retention-time-in-m-s-in-delta-queue (3m), and their caches are up to a minute behind.");
  private static final Setting<Duration> RELIST =
      Setting.of(
          "eureka.relist",
          ValueType.duration(Duration.ofSeconds(1), DAY),
          "5m",
          "How often everything is asked for, whatever happened: Eureka's hash sees neither addresses nor metadata.");
  private static final Setting<Duration> ANSWER_TIMEOUT =
      Setting.of(
          "eureka.answer-timeout",
          ValueType.duration(Duration.ofMillis(100), Duration.ofMinutes(5)),
          "10s",
          "How long an answer may take.");
  private static final Setting<Duration> ABSENCE_GRACE =
      Setting.of(
          "eureka.absence-grace",
          ValueType.duration(Duration.ZERO, Duration.ofDays(7)),
          "5m",
          "How long what is absent is kept after a server has lost its registry, or another one is read: instances register anew in that time.");
  private static final Setting<Duration> DESERTED_GRACE =
      Setting.of(
          "eureka.deserted-grace",
          ValueType.duration(Duration.ZERO, Duration.ofDays(7)),
          "90s",
          "How long a service whose last instance is gone is still offered, without endpoints.");
  private static final MappingOptions MAPPING =
      new MappingOptions(
          new MappingOptions.Defaults(
              "EUREKA,EUREKA-SERVER",
              "{meta.namespace}|eureka",
              "{meta.protocol}|{node.scheme}",
              "{node.region}/{node.zone}|/{node.zone}"));

  /** The settings, for help and for binding. */
  public static final Program PROGRAM =
      new Program(
          "portolan source eureka",
          "Reports the applications that are registered at Eureka to the hub, as one origin.",
          "PORTOLAN_SOURCE_",
          Stream.of(
                  SourceConfig.SETTINGS,
                  List.<Setting<?>>of(
                      URLS,
                      AUTH_FILE,
                      CA_FILE,
                      PORT,
                      POLL,
                      WINDOW,
                      RELIST,
                      ANSWER_TIMEOUT,
                      ABSENCE_GRACE,
                      DESERTED_GRACE),
                  MAPPING.settings())
              .flatMap(List::stream)
              .toList());

  public EurekaConfig {
    servers = List.copyOf(servers);
  }

  /** The settings as one record; what does not fit together is added to the problems. */
  public static EurekaConfig of(Values values, List<Problem> problems) {
    SourceConfig source = SourceConfig.of(values, problems);
    List<URI> servers = values.get(URLS).stream().distinct().toList();
    if (servers.isEmpty()) {
      problems.add(values.problem(URLS, "names no server, so there is nothing to read"));
    }
    if (servers.contains(SOMEBODYS)) {
      problems.add(
          values.problem(
              URLS,
              "has a user or password in a URL, where anybody sees it: write user:password into a file and name that by "
                  + AUTH_FILE.key()));
    }
    if (values.get(CA_FILE).isPresent()
        && servers.stream().noneMatch(url -> "https".equals(url.getScheme()))) {
      problems.add(values.problem(CA_FILE, "is of no use with addresses that are not https"));
    }
    if (values.get(WINDOW).compareTo(values.get(POLL)) <= 0) {
      problems.add(
          values.problem(
              WINDOW,
              "is not longer than %s, so that everything would be asked for each time"
                  .formatted(POLL.key())));
    }
    return new EurekaConfig(
        source,
        MAPPING.of(values, source.locality()),
        servers,
        new EurekaEndpoint(
            values.get(AUTH_FILE),
            values.get(CA_FILE),
            values.get(PORT),
            EurekaEndpoint.DEFAULT.connectTimeout(),
            values.get(ANSWER_TIMEOUT)),
        new EurekaPace(
            values.get(POLL),
            values.get(WINDOW),
            values.get(RELIST),
            EurekaPace.DEFAULT.retry(),
            EurekaPace.DEFAULT.confirm(),
            values.get(ABSENCE_GRACE),
            values.get(DESERTED_GRACE)));
  }

  private static Optional<URI> url(String text) {
    if (WITH_USER.matcher(text).lookingAt()) {
      return Optional.of(SOMEBODYS);
    }
    try {
      URI uri = new URI(text.replaceFirst("/+$", ""));
      boolean good =
          ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
              && uri.getHost() != null
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null;
      return good ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
