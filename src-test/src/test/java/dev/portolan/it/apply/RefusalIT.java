package dev.portolan.it.apply;

import static dev.portolan.it.apply.Hosts.entry;
import static dev.portolan.it.apply.Hosts.host;
import static dev.portolan.it.apply.Hosts.none;
import static dev.portolan.it.apply.Hosts.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.it.peers.RealCluster;
import dev.portolan.it.peers.RealClusters;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import io.fabric8.istio.api.api.networking.v1alpha3.ServiceEntryResolution;
import io.fabric8.istio.api.networking.v1.ServiceEntry;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a real API server refuses, and in which words. */
@RealClusters("apply-1")
@Timeout(240)
class RefusalIT {
  private static final String CRD = "destinationrules.networking.istio.io";

  private RealCluster cluster;
  private String namespace;
  private WritingAgent agent;

  @BeforeEach
  void start(RealCluster cluster) throws Exception {
    AgentRole.grant(cluster);
    this.cluster = cluster;
    this.namespace = cluster.newNamespace("shop");
    this.agent = WritingAgent.start(cluster, namespace);
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  @Test
  void whatTheSchemaForbidsIsReportedAndStopsNoOther() throws Exception {
    ServiceEntry invalid = entry(namespace, "bad", "10.0.0.1");
    invalid.getSpec().setResolution(ServiceEntryResolution.NONE);
    agent.want(
        host(namespace, "bad", invalid),
        host(namespace, "good", entry(namespace, "good", "10.0.0.1")));

    Finding finding = agent.awaitFinding(FindingCode.OBJECT_INVALID);
    assertThat(finding.subject()).isEqualTo("ServiceEntry/" + namespace + "/bad");
    assertThat(finding.message()).contains("HTTP 422").contains("not tried again");
    assertThat(stands("good")).isTrue();

    agent.want(host(namespace, "bad", entry(namespace, "bad", "10.0.0.1")));
    agent.awaitNo(FindingCode.OBJECT_INVALID);
    assertThat(stands("bad")).isTrue();
  }

  @Test
  void aFieldThatTheSchemaDoesNotKnowIsRefusedForGood() throws Exception {
    agent.want(host(namespace, "cart", entry(namespace, "cart", "10.0.0.1")));
    ServiceEntry colourful = entry(namespace, "cart", "10.0.0.1");
    colourful.getSpec().getAdditionalProperties().put("colour", "red");
    agent.want(host(namespace, "cart", Hosts.at(colourful, "2")));

    assertThat(agent.awaitFinding(FindingCode.OBJECT_INVALID).message())
        .contains("field not declared in schema");
  }

  @Test
  void whatAPolicyDeniesIsReportedAndStopsNoOther() throws Exception {
    var items =
        cluster.client().load(getClass().getResourceAsStream("deny-forbidden.yaml")).items();
    items.forEach(item -> cluster.client().resource(item).serverSideApply());
    try {
      awaitDenial();
      agent.want(
          host(namespace, "forbidden", entry(namespace, "forbidden", "10.0.0.1")),
          host(namespace, "good", entry(namespace, "good", "10.0.0.1")));
      assertThat(agent.awaitFinding(FindingCode.WRITE_DENIED).message()).contains("no such name");
      assertThat(stands("good")).isTrue();
    } finally {
      items.forEach(item -> cluster.client().resource(item).delete());
    }
    agent.awaitNo(FindingCode.WRITE_DENIED);
    assertThat(stands("forbidden")).isTrue();
  }

  @Test
  void aFullQuotaStopsCreationsOnly() throws Exception {
    agent.want(host(namespace, "old", entry(namespace, "old", "10.0.0.1")));
    quota(1, 1);
    await()
        .atMost(20, TimeUnit.SECONDS)
        .until(
            () -> {
              agent.want(host(namespace, "new", entry(namespace, "new", "10.0.0.1")));
              return agent.status().refused() > 0;
            });
    agent.want(host(namespace, "old", entry(namespace, "old", "10.0.0.2")));

    assertThat(agent.awaitFinding(FindingCode.QUOTA_EXCEEDED).message()).contains("exceeded quota");
    assertThat(Hosts.addresses(found("old"))).containsExactly("10.0.0.2");
    cluster.client().resource(quotaObject()).delete();
    agent.awaitNo(FindingCode.QUOTA_EXCEEDED);
    assertThat(stands("new")).isTrue();
  }

  @Test
  void aTerminatingNamespaceTakesNothingNewAndHoldsUpNoOther() throws Exception {
    agent.want(host(namespace, "cart", entry(namespace, "cart", "10.0.0.1")));
    cluster
        .client()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .delete();
    agent.want(host(namespace, "new", entry(namespace, "new", "10.0.0.1")));
    String other = cluster.newNamespace("other");
    agent.want(host(other, "cart", entry(other, "cart", "10.0.0.1")));

    assertThat(agent.awaitFinding(FindingCode.NAMESPACE_CLOSED).subject())
        .isEqualTo("ServiceEntry/" + namespace + "/new");
    assertThat(cluster.client().resource(entry(other, "cart")).get()).isNotNull();
    assertThat(stands("cart")).isTrue();
    agent.want(none(other, "cart"));
  }

  @Test
  void aNamespaceThatIsNotThereIsWaitedFor() throws Exception {
    String later = namespace + "-later";
    agent.want(host(later, "cart", entry(later, "cart", "10.0.0.1")));
    agent.awaitFinding(FindingCode.NAMESPACE_CLOSED);

    cluster
        .client()
        .resource(new NamespaceBuilder().withNewMetadata().withName(later).endMetadata().build())
        .create();
    agent.awaitNo(FindingCode.NAMESPACE_CLOSED);
    assertThat(cluster.client().resource(entry(later, "cart")).get()).isNotNull();
    agent.want(none(later, "cart"));
  }

  @Test
  void rightsThatAreTakenAwayAreReportedAndWritingGoesOnWhenTheyAreBack() throws Exception {
    agent.want(host(namespace, "cart", entry(namespace, "cart", "10.0.0.1")));
    AgentRole.revoke(cluster);
    await()
        .atMost(20, TimeUnit.SECONDS)
        .until(
            () -> {
              agent.want(
                  host(
                      namespace, "cart", entry(namespace, "cart", "10.0.0." + (2 + turn++ % 200))));
              return agent.status().refused() > 0;
            });
    assertThat(agent.awaitFinding(FindingCode.WRITE_FORBIDDEN).message())
        .contains("portolan-agent")
        .contains("cannot ");
    agent.want(host(namespace, "cart", entry(namespace, "cart", "10.0.9.9")));

    AgentRole.grant(cluster);
    agent.awaitNo(FindingCode.WRITE_FORBIDDEN);
    assertThat(Hosts.addresses(found("cart"))).containsExactly("10.0.9.9");
  }

  @Test
  void aKindThatIsUninstalledIsWaitedForAndWrittenAnewWhenItIsBack() throws Exception {
    agent.want(
        host(namespace, "cart", entry(namespace, "cart", "10.0.0.1"), rule(namespace, "cart")));
    CustomResourceDefinition crd =
        cluster.client().apiextensions().v1().customResourceDefinitions().withName(CRD).get();
    cluster.client().resource(crd).delete();
    await().atMost(30, TimeUnit.SECONDS).until(() -> cluster.client().resource(crd).get() == null);

    agent.awaitFinding(FindingCode.KIND_MISSING);
    agent.want(host(namespace, "other", entry(namespace, "other", "10.0.0.1")));
    assertThat(stands("other")).isTrue();

    HasMetadata fresh =
        new CustomResourceDefinitionBuilder()
            .withNewMetadata()
            .withName(CRD)
            .withLabels(crd.getMetadata().getLabels())
            .endMetadata()
            .withSpec(crd.getSpec())
            .build();
    cluster.client().resource(fresh).create();
    agent.awaitNo(FindingCode.KIND_MISSING);
    assertThat(cluster.client().resource(rule(namespace, "cart")).get()).isNotNull();
  }

  private int turn;

  /** A policy is in force some moments after it was made. */
  private void awaitDenial() {
    await()
        .atMost(60, TimeUnit.SECONDS)
        .until(
            () -> {
              try {
                cluster
                    .client()
                    .resource(entry(namespace, "forbidden", "10.0.0.1"))
                    .dryRun()
                    .create();
                return false;
              } catch (KubernetesClientException e) {
                return String.valueOf(e.getMessage()).contains("no such name");
              }
            });
  }

  /** As the quota controller would have it, which does not run here. */
  private void quota(int hard, int used) {
    cluster.client().resource(quotaObject()).create();
    String name = "count/serviceentries.networking.istio.io";
    ResourceQuota counted =
        new ResourceQuotaBuilder(quotaObject())
            .withNewStatus()
            .withHard(Map.of(name, new Quantity(Integer.toString(hard))))
            .withUsed(Map.of(name, new Quantity(Integer.toString(used))))
            .endStatus()
            .build();
    cluster.client().resource(counted).updateStatus();
  }

  private ResourceQuota quotaObject() {
    return new ResourceQuotaBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName("full")
        .endMetadata()
        .withNewSpec()
        .withHard(Map.of("count/serviceentries.networking.istio.io", new Quantity("1")))
        .endSpec()
        .build();
  }

  private ServiceEntry found(String name) {
    ServiceEntry found = cluster.client().resource(entry(namespace, name)).get();
    if (found == null) {
      throw new AssertionError("no ServiceEntry " + name);
    }
    return found;
  }

  private boolean stands(String name) {
    return cluster.client().resource(entry(namespace, name)).get() != null;
  }
}
