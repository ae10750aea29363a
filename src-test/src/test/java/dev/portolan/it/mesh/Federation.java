package dev.portolan.it.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.it.ads.IstiodClient;
import dev.portolan.it.peers.Clusters;
import dev.portolan.it.peers.RealCluster;
import dev.portolan.v1.Finding;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Three clusters, each with API server, istiod and agent, and one hub: all real, and shared by the
 * test classes that use it, which keep apart by namespaces.
 */
final class Federation implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Clusters clusters;
  private final HubProcess hub;
  private final Map<Site, AgentProcess> agents = new EnumMap<>(Site.class);
  private final Map<Site, Long> istiods = new EnumMap<>(Site.class);

  private Federation(Clusters clusters, Path directory) {
    this.clusters = clusters;
    this.hub = new HubProcess(directory, Arrays.stream(Site.values()).map(Site::cluster).toList());
    Arrays.stream(Site.values())
        .parallel()
        .forEach(
            site -> {
              site.install(site.in(clusters));
              site.in(clusters).istiod();
            });
    for (Site site : Site.values()) {
      istiods.put(site, site.in(clusters).istiod().pid());
      agents.put(
          site,
          AgentProcess.start(
              site.in(clusters),
              hub.address(),
              directory.resolve(site.cluster()),
              "agent",
              List.of("--write.rate", "200", "--write.burst", "200")));
    }
    await("agents at the hub")
        .atMost(Duration.ofSeconds(90))
        .until(
            () ->
                Arrays.stream(Site.values())
                    .allMatch(site -> hub.cluster(site.cluster()).hasStatus()));
  }

  /** The federation of this test run. */
  static Federation of(Clusters clusters) {
    return clusters.shared(Federation.class, directory -> new Federation(clusters, directory));
  }

  Clusters clusters() {
    return clusters;
  }

  HubProcess hub() {
    return hub;
  }

  AgentProcess agent(Site site) {
    return Optional.ofNullable(agents.get(site)).orElseThrow();
  }

  RealCluster cluster(Site site) {
    return site.in(clusters);
  }

  Workloads workloads(Site site) {
    return new Workloads(cluster(site).client());
  }

  /** A namespace that exists and is exported everywhere, and that no other test has. */
  String newNamespace(String prefix) {
    String namespace = prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
    for (Site site : Site.values()) {
      workloads(site).namespace(namespace);
    }
    hub.export(namespace);
    return namespace;
  }

  /** A service with ready pods at a site. */
  void deploy(Site site, String namespace, String service, String... addresses) {
    workloads(site).service(namespace, service);
    workloads(site).pods(namespace, service, site.node(), List.of(addresses));
  }

  /** The service cart with two pods at the first site, one at the second, three in the west. */
  void deployCart(String namespace, Pods pods) {
    deploy(Site.EAST_1, namespace, "cart", pods.at(Site.EAST_1, 1), pods.at(Site.EAST_1, 2));
    deploy(Site.EAST_2, namespace, "cart", pods.at(Site.EAST_2, 1));
    deploy(
        Site.WEST,
        namespace,
        "cart",
        pods.at(Site.WEST, 1),
        pods.at(Site.WEST, 2),
        pods.at(Site.WEST, 3));
  }

  /** All objects of a kind in a namespace of a site. */
  <T extends HasMetadata> List<T> objects(Site site, String namespace, Class<T> kind) {
    return cluster(site).client().resources(kind).inNamespace(namespace).list().getItems();
  }

  /** A sidecar at a site, in a namespace. */
  IstiodClient client(Site site, String namespace) {
    return IstiodClient.connect(cluster(site).istiod(), site.client(namespace));
  }

  /** The east-west gateway of a site. */
  IstiodClient gateway(Site site) {
    return IstiodClient.connect(cluster(site).istiod(), site.gatewayProxy());
  }

  /** Waits until a site's agent reports this code about a subject that contains the text. */
  Finding awaitFinding(Site site, String code, String subject) {
    return await(code + " about " + subject)
        .atMost(PATIENCE)
        .until(
            () ->
                hub.findings(site.cluster()).stream()
                    .filter(finding -> finding.getCode().equals(code))
                    .filter(finding -> finding.getSubject().contains(subject))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  void awaitNoFinding(Site site, String code, String subject) {
    await("no " + code + " about " + subject)
        .atMost(PATIENCE)
        .until(
            () ->
                hub.findings(site.cluster()).stream()
                    .noneMatch(
                        finding ->
                            finding.getCode().equals(code)
                                && finding.getSubject().contains(subject)));
  }

  /** What must hold after every case: all live, and no control plane choked on what was written. */
  void assertUnharmed() {
    for (Site site : Site.values()) {
      assertThat(cluster(site).istiod().isAlive()).as("istiod of %s", site).isTrue();
      assertThat(cluster(site).istiod().pid()).isEqualTo(istiods.get(site));
      assertThat(cluster(site).istiod().metrics().trouble()).as("at %s", site).isEmpty();
      assertThat(agent(site).isAlive()).as("agent of %s", site).isTrue();
    }
  }

  @Override
  public void close() {
    agents.values().forEach(AgentProcess::close);
    hub.close();
  }
}
