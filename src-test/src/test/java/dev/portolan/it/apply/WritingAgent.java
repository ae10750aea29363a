package dev.portolan.it.apply;

import static org.awaitility.Awaitility.await;

import dev.portolan.agent.apply.ApplyFindings;
import dev.portolan.agent.apply.ApplyLimits;
import dev.portolan.agent.apply.ApplyLoop;
import dev.portolan.agent.apply.ApplyStatus;
import dev.portolan.agent.apply.DesiredHost;
import dev.portolan.agent.apply.StrayPolicy;
import dev.portolan.agent.apply.kubernetes.KubernetesSink;
import dev.portolan.agent.apply.kubernetes.LeaseName;
import dev.portolan.agent.kubernetes.KubernetesClients;
import dev.portolan.agent.kubernetes.KubernetesConfigException;
import dev.portolan.agent.kubernetes.KubernetesSettings;
import dev.portolan.it.peers.RealCluster;
import dev.portolan.it.peers.User;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The writing half of an agent against a real API server; touches one test's namespace only. */
final class WritingAgent implements AutoCloseable {
  private final KubernetesClient client;
  private final ApplyLoop loop;
  private final StrayPolicy policy;
  private volatile ApplyStatus status = ApplyStatus.NOTHING;

  private WritingAgent(KubernetesClient client, String namespace, Duration resync) {
    this.client = client;
    this.policy =
        (origins, epoch, ref) ->
            ref.namespace().equals(namespace)
                ? Optional.empty()
                : Optional.of(ApplyFindings.kept(ref));
    this.loop =
        new ApplyLoop(
            new KubernetesSink(client, new LeaseName(AgentRole.NAMESPACE, "portolan-agent")),
            new ApplyLimits(500, 500, 8, resync, 30, 20),
            Clock.systemUTC(),
            ApplyLoop.thread(),
            now -> status = now);
    loop.start();
  }

  static WritingAgent start(RealCluster cluster, String namespace)
      throws KubernetesConfigException {
    KubernetesSettings settings =
        new KubernetesSettings(
            Optional.of(cluster.api().kubeconfig(User.AGENT)),
            Optional.empty(),
            KubernetesSettings.MOUNTED,
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            0,
            Duration.ofMillis(100));
    return new WritingAgent(
        KubernetesClients.open(settings, "it", Map.of()), namespace, Duration.ofMinutes(10));
  }

  /** Wants this, and waits until it is looked after. */
  void want(DesiredHost... hosts) throws Exception {
    loop.want(List.of(hosts), policy).toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  void wantWithoutWaiting(DesiredHost... hosts) {
    var unused = loop.want(List.of(hosts), policy);
  }

  ApplyStatus status() {
    return status;
  }

  /** Findings about this test's objects. */
  List<Finding> findings(String namespace) {
    return status.findings().stream()
        .filter(finding -> finding.subject().contains("/" + namespace + "/"))
        .toList();
  }

  Finding awaitFinding(FindingCode code) {
    awaitStatus(now -> now.findings().stream().anyMatch(finding -> finding.code() == code));
    return status.findings().stream()
        .filter(finding -> finding.code() == code)
        .findFirst()
        .orElseThrow();
  }

  void awaitNo(FindingCode code) {
    awaitStatus(now -> now.findings().stream().noneMatch(finding -> finding.code() == code));
  }

  private void awaitStatus(Predicate<ApplyStatus> condition) {
    await().atMost(100, TimeUnit.SECONDS).until(() -> condition.test(status));
  }

  @Override
  public void close() {
    loop.close();
    client.close();
  }
}
