package dev.portolan.it.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.agent.discovery.conversion.ClusterConversion;
import dev.portolan.agent.discovery.kubernetes.HostResolver;
import dev.portolan.agent.discovery.kubernetes.KubernetesLocalServices;
import dev.portolan.agent.discovery.kubernetes.SourceSettings;
import dev.portolan.agent.kubernetes.KubernetesClients;
import dev.portolan.agent.kubernetes.KubernetesConfigException;
import dev.portolan.agent.kubernetes.KubernetesSettings;
import dev.portolan.it.peers.RealCluster;
import dev.portolan.it.peers.User;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.Endpoint;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** An agent's view of a real cluster, as the agent's own user, and every state that it had. */
final class Source implements AutoCloseable {
  private static final OriginId ORIGIN = new OriginId("east-1");
  private static final SourceSettings IMPATIENT =
      new SourceSettings(
          Duration.ofMillis(50),
          Duration.ofMillis(500),
          Duration.ofMillis(20),
          Duration.ofMillis(300),
          Duration.ofSeconds(1),
          Duration.ofMinutes(3),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          100);

  private final List<LocalState> states = new CopyOnWriteArrayList<>();
  private final KubernetesClient client;
  private final KubernetesLocalServices source;

  private Source(KubernetesClient client) {
    this.client = client;
    this.source =
        new KubernetesLocalServices(
            ClusterConversion.of(ORIGIN), client, HostResolver.ofSystem(), IMPATIENT);
  }

  static Source of(RealCluster cluster) throws KubernetesConfigException {
    Source source =
        new Source(
            KubernetesClients.open(
                KubernetesSettings.of(
                    Optional.of(cluster.api().kubeconfig(User.AGENT)), Optional.empty()),
                "it",
                Map.of()));
    source.source.start(source.states::add);
    return source;
  }

  /** The latest state, once it is like this. */
  LocalState await(Predicate<LocalState> wanted) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () -> {
              assertThat(states).isNotEmpty();
              assertThat(latest()).matches(wanted);
            });
    return latest();
  }

  LocalState latest() {
    return states.get(states.size() - 1);
  }

  List<LocalState> states() {
    return states;
  }

  static Optional<Service> service(LocalState state, String namespace, String name) {
    return state.records().origin(ORIGIN).services().stream()
        .map(Recorded::resource)
        .filter(service -> service.key().namespace().equals(namespace))
        .filter(service -> service.key().name().equals(name))
        .findFirst();
  }

  static List<Endpoint> endpoints(LocalState state, String namespace, String name) {
    return state.records().origin(ORIGIN).slices().stream()
        .map(Recorded::resource)
        .filter(slice -> slice.key().service().namespace().equals(namespace))
        .filter(slice -> slice.key().service().name().equals(name))
        .map(EndpointSlice::endpoints)
        .flatMap(List::stream)
        .toList();
  }

  static Cluster cluster(LocalState state) {
    return state.records().origin(ORIGIN).cluster().orElseThrow().resource();
  }

  static boolean has(LocalState state, FindingCode code) {
    return state.findings().stream().anyMatch(finding -> finding.code() == code);
  }

  @Override
  public void close() {
    source.close();
    client.close();
  }
}
