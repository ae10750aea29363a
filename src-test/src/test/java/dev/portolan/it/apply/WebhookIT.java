package dev.portolan.it.apply;

import static dev.portolan.it.apply.Hosts.entry;
import static dev.portolan.it.apply.Hosts.host;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.it.peers.RealCluster;
import dev.portolan.it.peers.RealClusters;
import dev.portolan.registry.FindingCode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An admission webhook between the agent and the objects that it writes. */
@RealClusters("apply-1")
@Timeout(240)
class WebhookIT {
  private RealCluster cluster;
  private String namespace;
  private WritingAgent agent;
  private Webhook webhook;

  @BeforeEach
  void start(RealCluster cluster, @TempDir Path keys) throws Exception {
    AgentRole.grant(cluster);
    this.cluster = cluster;
    this.namespace = cluster.newNamespace("shop");
    this.agent = WritingAgent.start(cluster, namespace);
    agent.want(host(namespace, "old", entry(namespace, "old", "10.0.0.1")));
    this.webhook = Webhook.install(cluster, namespace, "forbidden", keys);
    await()
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> answer("forbidden").contains("names need an approval"));
  }

  @AfterEach
  void stop() {
    agent.close();
    webhook.close();
  }

  @Test
  void whatItDeniesIsReportedStopsNoOtherAndIsWrittenWhenItRelents() throws Exception {
    agent.want(
        host(namespace, "forbidden", entry(namespace, "forbidden", "10.0.0.1")),
        host(namespace, "good", entry(namespace, "good", "10.0.0.1")));

    assertThat(agent.awaitFinding(FindingCode.WRITE_DENIED).message())
        .contains("names.example.com")
        .contains("names need an approval");
    await().atMost(60, TimeUnit.SECONDS).until(() -> stands("good"));
    webhook.relents();
    agent.awaitNo(FindingCode.WRITE_DENIED);
    assertThat(stands("forbidden")).isTrue();
  }

  @Test
  void whileItDoesNotAnswerNothingIsRemovedAndAfterwardsEverythingIsWritten() throws Exception {
    webhook.die();
    await()
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> answer("new").contains("failed calling webhook"));
    agent.want(
        host(namespace, "old", entry(namespace, "old", "10.0.0.2")),
        host(namespace, "new", entry(namespace, "new", "10.0.0.1")));

    assertThat(agent.awaitFinding(FindingCode.WRITE_FAILED).message())
        .contains("names.example.com");
    assertThat(addresses("old")).isEqualTo("10.0.0.1");
    webhook.close();
    agent.awaitNo(FindingCode.WRITE_FAILED);
    assertThat(addresses("old")).isEqualTo("10.0.0.2");
    assertThat(stands("new")).isTrue();
  }

  /** What the API server says to somebody who would make an object of this name. */
  private String answer(String name) {
    try {
      cluster.client().resource(entry(namespace, name, "10.0.0.1")).dryRun().create();
      return "";
    } catch (KubernetesClientException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private String addresses(String name) {
    return String.join(
        ",", Hosts.addresses(cluster.client().resource(entry(namespace, name)).get()));
  }

  private boolean stands(String name) {
    return cluster.client().resource(entry(namespace, name)).get() != null;
  }
}
