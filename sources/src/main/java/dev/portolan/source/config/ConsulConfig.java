package dev.portolan.source.config;

import dev.portolan.settings.Problem;
import dev.portolan.settings.Program;
import dev.portolan.settings.Setting;
import dev.portolan.settings.ValueType;
import dev.portolan.settings.Values;
import dev.portolan.source.consul.ConsulPace;
import dev.portolan.source.consul.http.ConsulEndpoint;
import dev.portolan.source.mapping.MappingRules;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a source that reads Consul is told. */
public record ConsulConfig(
    SourceConfig source, MappingRules rules, ConsulEndpoint endpoint, ConsulPace pace) {
  private static final Duration HOUR = Duration.ofHours(1);

  private static final Setting<URI> ADDRESS =
      Setting.of(
          "consul.address",
          ValueType.of("URL", "a URL with http or https and without a path", ConsulConfig::url),
          "http://127.0.0.1:8500",
          "Consul's HTTP API: an agent of the datacentre, or its servers.");
  private static final Setting<Optional<String>> DATACENTER =
      Setting.optional(
          "consul.datacenter",
          ValueType.text(),
          "Datacentre to ask for; without one, that of the agent that answers. One source reads one datacentre.");
  private static final Setting<Optional<Path>> TOKEN_FILE =
      Setting.optional(
          "consul.token-file",
          ValueType.path(),
          "File with an ACL token that may read services and nodes; read anew for each request.");
  private static final Setting<Optional<Path>> CA_FILE =
      Setting.optional(
          "consul.ca-file",
          ValueType.path(),
          "Certificates in PEM to trust, instead of the system's.");
  private static final Setting<Optional<String>> TAGGED_ADDRESS =
      Setting.optional(
          "consul.tagged-address",
          ValueType.text(),
          "Which of an instance's tagged addresses is taken, such as wan; without one, or where an instance has none of that name, its address.");
  private static final Setting<Integer> CONNECTIONS =
      Setting.of(
          "consul.connections",
          ValueType.integer(1, 10_000),
          "100",
          "Questions about services at a time. Consul's servers take 200 connections per client unless limits.http_max_conns_per_client says otherwise; more services than this take turns.");
  private static final Setting<Duration> PATIENCE =
      Setting.of(
          "consul.wait",
          ValueType.duration(Duration.ofSeconds(1), Duration.ofMinutes(10)),
          "30s",
          "How long Consul may wait for news before it answers. A Consul that has frozen is noticed after that.");
  private static final Setting<Duration> TURN =
      Setting.of(
          "consul.turn",
          ValueType.duration(Duration.ofSeconds(1), HOUR),
          "10s",
          "How long a round takes when more services than connections take turns.");
  private static final Setting<Duration> ANSWER_TIMEOUT =
      Setting.of(
          "consul.answer-timeout",
          ValueType.duration(Duration.ofMillis(100), Duration.ofMinutes(5)),
          "10s",
          "How long an answer may take beyond that.");
  private static final Setting<Duration> RESET_GRACE =
      Setting.of(
          "consul.reset-grace",
          ValueType.duration(Duration.ZERO, Duration.ofDays(7)),
          "5m",
          "How long what is absent is kept after Consul's index went back: services register anew in that time.");
  private static final Setting<Duration> DESERTED_GRACE =
      Setting.of(
          "consul.deserted-grace",
          ValueType.duration(Duration.ZERO, Duration.ofDays(7)),
          "30s",
          "How long a service whose last instance is gone is still offered, without endpoints.");

  private static final MappingOptions MAPPING =
      new MappingOptions(
          new MappingOptions.Defaults(
              "consul,*-sidecar-proxy",
              MappingRules.DEFAULT_NAMESPACE,
              MappingRules.DEFAULT_PROTOCOL,
              MappingRules.DEFAULT_LOCALITY));

  /** The settings, for help and for binding. */
  public static final Program PROGRAM =
      new Program(
          "portolan source consul",
          "Reports the services of a Consul datacentre to the hub, as one origin.",
          "PORTOLAN_SOURCE_",
          Stream.of(
                  SourceConfig.SETTINGS,
                  List.<Setting<?>>of(
                      ADDRESS,
                      DATACENTER,
                      TOKEN_FILE,
                      CA_FILE,
                      TAGGED_ADDRESS,
                      CONNECTIONS,
                      PATIENCE,
                      TURN,
                      ANSWER_TIMEOUT,
                      RESET_GRACE,
                      DESERTED_GRACE),
                  MAPPING.settings())
              .flatMap(List::stream)
              .toList());

  /** The settings as one record; what does not fit together is added to the problems. */
  public static ConsulConfig of(Values values, List<Problem> problems) {
    SourceConfig source = SourceConfig.of(values, problems);
    if (values.get(CA_FILE).isPresent() && !"https".equals(values.get(ADDRESS).getScheme())) {
      problems.add(values.problem(CA_FILE, "is of no use with an address that is not https"));
    }
    return new ConsulConfig(
        source,
        MAPPING.of(values, source.locality()),
        new ConsulEndpoint(
            values.get(ADDRESS),
            values.get(DATACENTER).orElse(""),
            values.get(TOKEN_FILE),
            values.get(CA_FILE),
            values.get(TAGGED_ADDRESS).orElse(""),
            Duration.ofSeconds(5),
            values.get(ANSWER_TIMEOUT)),
        new ConsulPace(
            values.get(CONNECTIONS),
            values.get(PATIENCE),
            values.get(TURN),
            ConsulPace.DEFAULT.pause(),
            ConsulPace.DEFAULT.retry(),
            values.get(RESET_GRACE),
            values.get(DESERTED_GRACE)));
  }

  private static Optional<URI> url(String text) {
    try {
      URI uri = new URI(text);
      boolean good =
          ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
              && uri.getHost() != null
              && uri.getRawPath().isEmpty()
              && uri.getRawQuery() == null
              && uri.getRawUserInfo() == null;
      return good ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
