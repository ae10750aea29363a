package dev.portolan.it.apply;

import static dev.portolan.it.apply.Hosts.addresses;
import static dev.portolan.it.apply.Hosts.at;
import static dev.portolan.it.apply.Hosts.entry;
import static dev.portolan.it.apply.Hosts.host;
import static dev.portolan.it.apply.Hosts.none;
import static dev.portolan.it.apply.Hosts.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.it.peers.RealCluster;
import dev.portolan.it.peers.RealClusters;
import dev.portolan.registry.FindingCode;
import dev.portolan.translate.Marks;
import io.fabric8.istio.api.networking.v1.DestinationRule;
import io.fabric8.istio.api.networking.v1.ServiceEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is written, and what is left alone, at a real API server. */
@RealClusters("apply-1")
@Timeout(180)
class KubernetesSinkIT {
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
  void writesWithItsMarksAndRemovesWhatIsNotWanted() throws Exception {
    agent.want(
        host(namespace, "cart", entry(namespace, "cart", "10.0.0.1"), rule(namespace, "cart")));
    ServiceEntry written = found("cart");
    assertThat(addresses(written)).containsExactly("10.0.0.1");
    assertThat(written.getMetadata().getLabels())
        .containsEntry(Marks.MANAGED_BY, Marks.MANAGED_BY_AGENT);
    assertThat(ruleStands("cart")).isTrue();

    agent.want(none(namespace, "cart"));
    assertThat(stands("cart")).isFalse();
    assertThat(ruleStands("cart")).isFalse();
  }

  @Test
  void aLaterRevisionWithTheSameContentWritesNothing() throws Exception {
    agent.want(host(namespace, "cart", entry(namespace, "cart", "10.0.0.1")));
    String version = version("cart");
    agent.want(host(namespace, "cart", at(entry(namespace, "cart", "10.0.0.1"), "2")));
    assertThat(version("cart")).isEqualTo(version);

    agent.close();
    agent = WritingAgent.start(cluster, namespace);
    agent.want(host(namespace, "cart", at(entry(namespace, "cart", "10.0.0.1"), "3")));
    assertThat(version("cart")).as("after a restart").isEqualTo(version);
  }

  @Test
  void aFieldThatIsNoLongerWrittenIsGone() throws Exception {
    ServiceEntry pinned = entry(namespace, "cart", "10.0.0.1");
    pinned.getSpec().setSubjectAltNames(List.of("spiffe://cluster.local/ns/shop/sa/cart"));
    agent.want(host(namespace, "cart", at(pinned, "1")));
    agent.want(host(namespace, "cart", entry(namespace, "cart", "10.0.0.1")));
    assertThat(found("cart").getSpec().getSubjectAltNames()).isEmpty();

    agent.want(host(namespace, "cart", entry(namespace, "cart", "10.0.0.2")));
    assertThat(addresses(found("cart"))).containsExactly("10.0.0.2");
    assertThat(found("cart").getMetadata().getManagedFields())
        .extracting(ManagedFieldsEntry::getManager, ManagedFieldsEntry::getOperation)
        .containsExactly(tuple(Marks.MANAGED_BY_AGENT, "Apply"));
  }

  @Test
  void statusThatIstiodWritesIsLeftAndCausesNoWrite() throws Exception {
    agent.want(host(namespace, "cart", entry(namespace, "cart", "10.0.0.1")));
    patchStatus("cart", "240.240.0.1");
    String version = version("cart");
    await()
        .during(2, TimeUnit.SECONDS)
        .atMost(10, TimeUnit.SECONDS)
        .until(() -> version("cart").equals(version));

    patchStatus("cart", "240.240.0.2");
    agent.want(host(namespace, "cart", entry(namespace, "cart", "10.0.0.2")));
    assertThat(addresses(found("cart"))).containsExactly("10.0.0.2");
    assertThat(found("cart").getStatus().getAddresses().get(0).getValue()).isEqualTo("240.240.0.2");
  }

  @Test
  void neverTouchesAForeignObjectOfTheSameName() throws Exception {
    ServiceEntry theirs = entry(namespace, "cart", "192.0.2.1");
    theirs.getMetadata().setLabels(null);
    cluster.client().resource(theirs).create();
    String version = version("cart");
    agent.want(
        host(namespace, "cart", entry(namespace, "cart", "10.0.0.1")),
        host(namespace, "other", entry(namespace, "other", "10.0.0.1")));

    agent.awaitFinding(FindingCode.NAME_COLLISION);
    assertThat(version("cart")).isEqualTo(version);
    assertThat(stands("other")).isTrue();

    cluster.client().resource(theirs).delete();
    await().atMost(20, TimeUnit.SECONDS).until(() -> stands("cart"));
    assertThat(addresses(found("cart"))).containsExactly("10.0.0.1");
  }

  @Test
  void anObjectWhoseLabelWasTakenAwayIsNotOursUntilItIsGivenBack() throws Exception {
    agent.want(host(namespace, "cart", entry(namespace, "cart", "10.0.0.1")));
    merge("cart", "{metadata: {labels: {app.kubernetes.io/managed-by: null}}}");
    agent.awaitFinding(FindingCode.NAME_COLLISION);
    String version = version("cart");
    agent.want(host(namespace, "cart", entry(namespace, "cart", "10.0.0.2")));
    agent.want(none(namespace, "cart"));
    assertThat(version("cart")).isEqualTo(version);

    agent.want(host(namespace, "cart", entry(namespace, "cart", "10.0.0.2")));
    merge("cart", "{metadata: {labels: {app.kubernetes.io/managed-by: portolan-agent}}}");
    await()
        .atMost(20, TimeUnit.SECONDS)
        .until(() -> addresses(found("cart")).equals(List.of("10.0.0.2")));
  }

  @Test
  void repairsWhatUsersChangeAddAndDelete() throws Exception {
    agent.want(host(namespace, "cart", entry(namespace, "cart", "10.0.0.1")));
    merge("cart", "{spec: {addresses: [240.1.1.1], exportTo: ['.']}}");
    await()
        .atMost(20, TimeUnit.SECONDS)
        .until(
            () ->
                found("cart").getSpec().getAddresses().isEmpty()
                    && found("cart").getSpec().getExportTo().equals(List.of("*")));

    merge("cart", "{metadata: {labels: {portolan.dev/virtual-mesh: null, team: web}}}");
    await()
        .atMost(20, TimeUnit.SECONDS)
        .until(
            () -> "shop".equals(found("cart").getMetadata().getLabels().get(Marks.VIRTUAL_MESH)));
    assertThat(found("cart").getMetadata().getLabels()).containsEntry("team", "web");

    cluster.client().resource(entry(namespace, "cart")).delete();
    await().atMost(20, TimeUnit.SECONDS).until(() -> stands("cart"));
  }

  @Test
  void leavesAnObjectToAUserWhoAsksForIt() throws Exception {
    agent.want(host(namespace, "cart", entry(namespace, "cart", "10.0.0.1")));
    merge(
        "cart",
        "{metadata: {annotations: {portolan.dev/unmanaged: 'true'}}, spec: {exportTo: ['.']}}");
    agent.awaitFinding(FindingCode.OBJECT_UNMANAGED);
    String version = version("cart");
    agent.want(host(namespace, "cart", entry(namespace, "cart", "10.0.0.2")));
    agent.want(none(namespace, "cart"));
    assertThat(version("cart")).isEqualTo(version);

    agent.want(host(namespace, "cart", entry(namespace, "cart", "10.0.0.2")));
    merge("cart", "{metadata: {annotations: {portolan.dev/unmanaged: null}}}");
    await()
        .atMost(20, TimeUnit.SECONDS)
        .until(() -> addresses(found("cart")).equals(List.of("10.0.0.2")));
  }

  @Test
  void reportsAUsersRuleOnAHostOfOurs() throws Exception {
    agent.want(
        host(namespace, "cart", entry(namespace, "cart", "10.0.0.1"), rule(namespace, "cart")));
    DestinationRule theirs = rule(namespace, "theirs");
    theirs.getMetadata().setLabels(null);
    theirs.getSpec().setHost("cart." + namespace + ".svc.clusterset.local");
    cluster.client().resource(theirs).create();

    assertThat(agent.awaitFinding(FindingCode.HOST_SHARED).subject())
        .isEqualTo("DestinationRule/" + namespace + "/theirs");
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

  private boolean ruleStands(String name) {
    return cluster.client().resource(rule(namespace, name)).get() != null;
  }

  private String version(String name) {
    return found(name).getMetadata().getResourceVersion();
  }

  /** A user's edit, as flow YAML. */
  private void merge(String name, String patch) {
    cluster
        .client()
        .resource(entry(namespace, name))
        .patch(PatchContext.of(PatchType.JSON_MERGE), json(patch));
  }

  private void patchStatus(String name, String address) {
    cluster
        .client()
        .resource(entry(namespace, name))
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            json("{status: {addresses: [{value: %s, host: x}]}}".formatted(address)));
  }

  private static String json(String flow) {
    return Serialization.asJson(Serialization.unmarshal("--- " + flow, JsonNode.class));
  }
}
