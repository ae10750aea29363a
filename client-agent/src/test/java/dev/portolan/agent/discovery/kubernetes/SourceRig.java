package dev.portolan.agent.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.agent.discovery.conversion.ClusterConversion;
import dev.portolan.registry.OriginId;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A source that watches a fake API server impatiently, and every state that it told. */
final class SourceRig implements AutoCloseable {
  static final SourceSettings SETTINGS =
      new SourceSettings(
          Duration.ofMillis(20),
          Duration.ofMillis(200),
          Duration.ofMillis(20),
          Duration.ofMillis(100),
          Duration.ofMillis(300),
          Duration.ofSeconds(2),
          Duration.ofMillis(500),
          Duration.ofMillis(200),
          10);

  private final List<LocalState> states = new CopyOnWriteArrayList<>();
  private final Map<String, List<String>> names = new ConcurrentHashMap<>();
  private final KubernetesClient client;
  private final KubernetesLocalServices source;
  private boolean started;

  SourceRig(FakeApiServer server) {
    this(server, SETTINGS);
  }

  /** One that waits so long for the other half of a change. */
  static SourceRig patient(FakeApiServer server, Duration quiet) {
    return new SourceRig(
        server,
        new SourceSettings(
            quiet,
            quiet,
            SETTINGS.pause(),
            SETTINGS.beat(),
            SETTINGS.broken(),
            SETTINGS.silence(),
            SETTINGS.absenceGrace(),
            SETTINGS.nameTtl(),
            SETTINGS.pageSize()));
  }

  private SourceRig(FakeApiServer server, SourceSettings settings) {
    client = client(server);
    source =
        new KubernetesLocalServices(
            ClusterConversion.of(new OriginId("east-1")), client, this::resolve, settings);
  }

  /** A client that tries again soon. */
  static KubernetesClient client(FakeApiServer server) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(Config.empty())
                .withMasterUrl(server.url())
                .withRequestRetryBackoffLimit(3)
                .withRequestRetryBackoffInterval(20)
                .withWatchReconnectInterval(50)
                .withRequestTimeout(5000)
                .build())
        .build();
  }

  private List<String> resolve(String host) throws UnknownHostException {
    List<String> addresses = names.getOrDefault(host, List.of());
    if (addresses.isEmpty()) {
      throw new UnknownHostException(host);
    }
    return addresses;
  }

  void resolves(String host, List<String> addresses) {
    names.put(host, addresses);
  }

  /** The latest state, once it is like this. */
  LocalState awaitState(Predicate<LocalState> wanted) {
    if (!started) {
      started = true;
      source.start(states::add);
    }
    await()
        .atMost(Duration.ofSeconds(40))
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(
            () -> {
              assertThat(states).isNotEmpty();
              assertThat(latest()).matches(wanted);
            });
    return latest();
  }

  private LocalState latest() {
    return states.get(states.size() - 1);
  }

  /** Waits until the source must know which cluster it reads. */
  void awaitProbe() {
    await().pollDelay(SETTINGS.beat().multipliedBy(5)).until(() -> true);
  }

  List<LocalState> states() {
    return states;
  }

  /** In no state since the first complete one was this service absent. */
  void neverLost(String service) {
    assertThat(states.stream().filter(LocalState::complete))
        .allMatch(state -> Samples.names(state).contains(service));
  }

  @Override
  public void close() {
    source.close();
    client.close();
  }
}
