package dev.portolan.it.apply;

import static dev.portolan.it.apply.Hosts.entry;
import static dev.portolan.it.apply.Hosts.host;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.agent.kubernetes.KubernetesClients;
import dev.portolan.agent.kubernetes.KubernetesConfigException;
import dev.portolan.agent.kubernetes.KubernetesSettings;
import dev.portolan.agent.leadership.Leadership;
import dev.portolan.agent.leadership.LeaseTimes;
import dev.portolan.it.peers.RealCluster;
import dev.portolan.it.peers.RealClusters;
import dev.portolan.it.peers.User;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several agents of one cluster and one Lease. */
@RealClusters("apply-1")
@Timeout(180)
class LeadershipIT {
  private static final LeaseTimes TIMES =
      new LeaseTimes(Duration.ofSeconds(4), Duration.ofSeconds(3), Duration.ofMillis(500));

  private final List<String> events = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private RealCluster cluster;
  private String namespace;

  @BeforeEach
  void start(RealCluster cluster) {
    AgentRole.grant(cluster);
    this.cluster = cluster;
    this.namespace = cluster.newNamespace("shop");
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
    cluster.client().leases().inNamespace(AgentRole.NAMESPACE).withName("portolan-agent").delete();
  }

  @Test
  void anotherTakesOverWithoutAWriteOrADeletion() throws Exception {
    Leadership first = replica("first");
    await().until(() -> events.contains("first leads"));
    Leadership second = replica("second");
    await().atMost(30, TimeUnit.SECONDS).until(this::stands);
    String version = version();
    await().during(3, TimeUnit.SECONDS).until(() -> !events.contains("second leads"));

    first.close();
    await().atMost(60, TimeUnit.SECONDS).until(() -> events.contains("second leads"));
    assertThat(events).containsExactly("first leads", "first ended", "second leads");
    await().during(3, TimeUnit.SECONDS).until(() -> version().equals(version));
    second.close();
  }

  @Test
  void whoEndsGivesTheLeaseBackSoThatTheNextNeedNotWaitForItsEnd() throws Exception {
    for (int i = 0; i < 5; i++) {
      String name = "leader " + i;
      Leadership leader =
          replica(
              name,
              LeaseTimes.STANDARD,
              () -> {
                events.add(name);
                return () -> {};
              });
      await().atMost(i == 0 ? 30 : 8, TimeUnit.SECONDS).until(() -> events.contains(name));
      leader.close();
    }
  }

  @Test
  void whoLosesTheLeaseEndsItsWorkAndStandsAgain() throws Exception {
    Leadership only = replica("only");
    await().atMost(30, TimeUnit.SECONDS).until(() -> events.contains("only leads"));

    // Somebody takes the Lease away, as an agent does that thinks this one dead; once more if it
    // was
    // renewed between reading and writing it.
    await()
        .ignoreExceptionsMatching(LeadershipIT::isConflict)
        .until(
            () ->
                cluster
                    .client()
                    .leases()
                    .inNamespace(AgentRole.NAMESPACE)
                    .withName("portolan-agent")
                    .edit(LeadershipIT::takenByAnother),
            Objects::nonNull);
    await().atMost(30, TimeUnit.SECONDS).until(() -> events.contains("only ended"));
    await()
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> events.equals(List.of("only leads", "only ended", "only leads")));
    only.close();
  }

  @Test
  void whoCannotRenewEndsItsWorkBeforeTheLeaseEnds() throws Exception {
    Leadership only = replica("only");
    await().atMost(30, TimeUnit.SECONDS).until(() -> events.contains("only leads"));

    cluster.api().kill();
    try {
      await().atMost(20, TimeUnit.SECONDS).until(() -> events.contains("only ended"));
    } finally {
      cluster.api().restart();
    }
    await()
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> events.equals(List.of("only leads", "only ended", "only leads")));
    only.close();
  }

  private static boolean isConflict(Throwable failure) {
    return failure instanceof KubernetesClientException refused
        && refused.getCode() == HttpURLConnection.HTTP_CONFLICT;
  }

  private Leadership replica(String name) throws KubernetesConfigException {
    return replica(name, TIMES, () -> work(name));
  }

  private Leadership replica(String name, LeaseTimes times, Supplier<AutoCloseable> work)
      throws KubernetesConfigException {
    KubernetesClient client =
        KubernetesClients.open(
            new KubernetesSettings(
                Optional.of(cluster.api().kubeconfig(User.AGENT)),
                Optional.empty(),
                KubernetesSettings.MOUNTED,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                0,
                Duration.ofMillis(100)),
            "it",
            Map.of());
    Leadership leadership =
        new Leadership(client, AgentRole.NAMESPACE, "portolan-agent", name, times, work);
    leadership.start();
    opened.add(leadership);
    opened.add(client);
    return leadership;
  }

  private AutoCloseable work(String name) {
    events.add(name + " leads");
    WritingAgent agent = agent();
    return () -> {
      agent.close();
      events.add(name + " ended");
    };
  }

  private WritingAgent agent() {
    try {
      WritingAgent agent = WritingAgent.start(cluster, namespace);
      agent.wantWithoutWaiting(host(namespace, "cart", entry(namespace, "cart", "10.0.0.1")));
      return agent;
    } catch (KubernetesConfigException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean stands() {
    return cluster.client().resource(entry(namespace, "cart")).get() != null;
  }

  private String version() {
    return Optional.ofNullable(cluster.client().resource(entry(namespace, "cart")).get())
        .map(found -> found.getMetadata().getResourceVersion())
        .orElse("gone");
  }

  private static Lease takenByAnother(Lease lease) {
    lease.getSpec().setHolderIdentity("another");
    lease.getSpec().setRenewTime(ZonedDateTime.now(ZoneOffset.UTC));
    return lease;
  }
}
