package dev.portolan.it.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.it.ads.IstiodClient;
import dev.portolan.it.ads.ProxyCluster;
import dev.portolan.it.ads.ProxyEndpoint;
import dev.portolan.it.apply.AgentRole;
import dev.portolan.it.peers.Clusters;
import dev.portolan.it.peers.RealClusters;
import io.fabric8.istio.api.networking.v1.ServiceEntry;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hosts under the name that a service has at home: what istiod makes of the objects. */
@RealClusters(
    value = {Site.EAST_1_NAME, Site.EAST_2_NAME, Site.WEST_NAME},
    istiod = true)
@Timeout(300)
class ModesIT {
  private final Pods pods = new Pods();
  private Federation federation;
  private String namespace;
  private String host;
  private String sni;

  @BeforeEach
  void start(Clusters clusters) {
    federation = Federation.of(clusters);
    AgentRole.grant(Site.EAST_2.in(clusters), "agent-replica.yaml");
    namespace = federation.newNamespace("shop");
    host = ProxyCluster.outbound(9080, "", "cart." + namespace + ".svc.cluster.local");
    sni = "outbound_.9080_._.cart." + namespace + ".svc.cluster.local";
    federation.deploy(Site.EAST_1, namespace, "cart", pods.at(Site.EAST_1, 1));
    federation.deploy(Site.WEST, namespace, "cart", pods.at(Site.WEST, 1), pods.at(Site.WEST, 2));
  }

  @AfterEach
  void unharmed() {
    federation.assertUnharmed();
  }

  @Test
  void aReplicaLeadsToTheOthersUnderTheNameAtHome() {
    federation.hub().mode(namespace, "cart", "replica");

    try (IstiodClient client = federation.client(Site.EAST_2, namespace);
        IstiodClient gateway = federation.gateway(Site.EAST_2)) {
      assertThat(client.awaitEndpoints(host, endpoints -> endpoints.size() == 2))
          .containsExactly(
              new ProxyEndpoint(0, pods.port(Site.EAST_1, 1), "eu/eu-1", 1, true),
              new ProxyEndpoint(1, Site.WEST.gateway() + ":15443", "us/us-1", 2, true));
      client.awaitThat(it -> assertThat(it.cluster(host).orElseThrow().ejects()).isTrue());
      ProxyCluster cluster = client.cluster(host).orElseThrow();
      assertThat(cluster.snis()).containsExactly(sni);
      assertThat(cluster.identities())
          .containsExactlyInAnyOrder(
              Site.EAST_1.identity(namespace, "cart"), Site.WEST.identity(namespace, "cart"));
      assertThat(gateway.awaitEndpoints(sni, endpoints -> !endpoints.isEmpty()))
          .as("no way through this cluster's gateway to another's")
          .extracting(ProxyEndpoint::address)
          .containsExactly(pods.port(Site.EAST_1, 1));
    }
    assertThat(service(Site.EAST_2).getSpec().getSelector()).isNullOrEmpty();
    assertThat(entries(Site.EAST_1)).as("it has its own").isEmpty();
    assertThat(entries(Site.WEST)).as("it has its own").isEmpty();
    assertStill(Site.EAST_2);
  }

  @Test
  void aReplicaMakesWayForAServiceOfAUser() {
    federation.hub().mode(namespace, "cart", "replica");
    try (IstiodClient client = federation.client(Site.EAST_2, namespace)) {
      client.awaitEndpoints(host, endpoints -> endpoints.size() == 2);

      federation.deploy(Site.EAST_2, namespace, "cart", pods.at(Site.EAST_2, 1));
      assertThat(client.awaitEndpoints(host, endpoints -> endpoints.size() == 1))
          .containsExactly(new ProxyEndpoint(0, pods.port(Site.EAST_2, 1), "eu/eu-2", 1, true));
      await().atMost(Federation.PATIENCE).until(() -> entries(Site.EAST_2).isEmpty());
      assertThat(service(Site.EAST_2).getSpec().getSelector()).containsEntry("app", "cart");

      federation.workloads(Site.EAST_2).deleteService(namespace, "cart");
      client.awaitEndpoints(host, endpoints -> endpoints.size() == 2);
      await()
          .atMost(Federation.PATIENCE)
          .until(() -> service(Site.EAST_2).getSpec().getSelector().isEmpty());
    }
  }

  @Test
  void aReplicaThatSomebodyEditsIsRepaired() {
    federation.hub().mode(namespace, "cart", "replica");
    await("a Service").atMost(Federation.PATIENCE).until(() -> service(Site.EAST_2) != null);
    String address = service(Site.EAST_2).getSpec().getClusterIP();

    federation
        .workloads(Site.EAST_2)
        .apply(
            """
            apiVersion: v1
            kind: Service
            metadata: {name: cart, namespace: %s}
            spec:
              ports: [{name: other, port: 9080}]
            """
                .formatted(namespace));

    await("the port's name")
        .atMost(Federation.PATIENCE)
        .until(() -> service(Site.EAST_2).getSpec().getPorts().get(0).getName().equals("http"));
    assertThat(service(Site.EAST_2).getSpec().getClusterIP()).isEqualTo(address);
  }

  @Test
  void mergedEndpointsJoinThoseOfTheOwnService() {
    federation.deploy(Site.EAST_2, namespace, "cart", pods.at(Site.EAST_2, 1));
    federation.hub().mode(namespace, "cart", "merge");

    try (IstiodClient client = federation.client(Site.EAST_1, namespace);
        IstiodClient gateway = federation.gateway(Site.EAST_1)) {
      List<ProxyEndpoint> merged =
          List.of(
              new ProxyEndpoint(0, pods.port(Site.EAST_1, 1), "eu/eu-1", 1, true),
              new ProxyEndpoint(1, pods.port(Site.EAST_2, 1), "eu/eu-2", 1, true),
              new ProxyEndpoint(2, Site.WEST.gateway() + ":15443", "us/us-1", 2, true));
      client.awaitThat(it -> assertThat(it.endpoints(host)).isEqualTo(merged));
      assertMerged(client);
      assertThat(gateway.awaitEndpoints(sni, endpoints -> endpoints.size() == 2))
          .as("no way through this cluster's gateway to another's")
          .extracting(ProxyEndpoint::address)
          .doesNotContain(Site.WEST.gateway() + ":15443");
      assertStill(Site.EAST_1);

      // The Service is newer than the objects then, and istiod would ask it alone for identities.
      federation.workloads(Site.EAST_1).deleteService(namespace, "cart");
      federation.awaitFinding(Site.EAST_1, "PTL0122", namespace + "/cart");
      federation.deploy(Site.EAST_1, namespace, "cart", pods.at(Site.EAST_1, 1));
      federation.awaitNoFinding(Site.EAST_1, "PTL0122", namespace + "/cart");
      client.awaitThat(it -> assertThat(it.endpoints(host)).isEqualTo(merged));
      assertMerged(client);
    }
  }

  private void assertMerged(IstiodClient client) {
    client.awaitThat(
        it -> {
          ProxyCluster cluster = it.cluster(host).orElseThrow();
          assertThat(cluster.ejects()).isTrue();
          assertThat(cluster.alwaysMutualTls()).isFalse();
          assertThat(cluster.snis()).containsExactly(sni);
          assertThat(cluster.identities())
              .contains(
                  Site.EAST_1.identity(namespace, "cart"), Site.WEST.identity(namespace, "cart"));
        });
  }

  @Test
  void aNamespaceIsMadeWhereTheVirtualMeshAndTheRoleAllowIt(Clusters clusters) {
    String lonely = "lonely-" + namespace.substring(5);
    String global = ProxyCluster.outbound(9080, "", "cart." + lonely + ".svc.clusterset.local");
    federation.workloads(Site.EAST_1).namespace(lonely);
    federation.deploy(Site.EAST_1, lonely, "cart", pods.at(Site.EAST_1, 7));
    federation.hub().export(lonely);
    federation.awaitFinding(Site.EAST_2, "PTL0107", lonely + "/cart");

    AgentRole.grant(Site.EAST_2.in(clusters), "agent-namespaces.yaml");
    federation.hub().missingNamespace("create");
    try (IstiodClient client = federation.client(Site.EAST_2, namespace)) {
      assertThat(client.awaitEndpoints(global, endpoints -> !endpoints.isEmpty()))
          .containsExactly(new ProxyEndpoint(0, pods.port(Site.EAST_1, 7), "eu/eu-1", 1, true));
      assertThat(
              federation
                  .cluster(Site.EAST_2)
                  .client()
                  .namespaces()
                  .withName(lonely)
                  .get()
                  .getMetadata()
                  .getLabels())
          .containsEntry("app.kubernetes.io/managed-by", "portolan-agent");
      federation.awaitFinding(Site.WEST, "PTL0408", lonely);

      federation.hub().missingNamespace("skip");
      federation.awaitFinding(Site.WEST, "PTL0107", lonely + "/cart");
      federation.awaitNoFinding(Site.EAST_2, "PTL0107", lonely + "/cart");
      client.awaitEndpoints(global, endpoints -> endpoints.size() == 1);
    } finally {
      federation.hub().missingNamespace("skip");
    }
  }

  @Test
  void headlessPodsOfIpv6AreOneHost() {
    federation
        .workloads(Site.EAST_2)
        .apply(
            """
            apiVersion: v1
            kind: Service
            metadata: {name: six, namespace: %s}
            spec:
              clusterIP: None
              ipFamilyPolicy: RequireDualStack
              ipFamilies: [IPv6, IPv4]
              ports: [{name: http, port: 9080, appProtocol: http}]
            """
                .formatted(namespace));
    federation
        .workloads(Site.EAST_2)
        .apply(
            """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: six
              namespace: %s
              labels: {kubernetes.io/service-name: six}
            addressType: IPv6
            ports: [{name: http, port: 9080, protocol: TCP}]
            endpoints:
            - {addresses: ["fd00:12::1"], conditions: {ready: true}}
            - {addresses: ["fd00:12::2"], conditions: {ready: true}}
            """
                .formatted(namespace));

    try (IstiodClient client = federation.client(Site.EAST_1, namespace)) {
      assertThat(
              client.awaitEndpoints(
                  ProxyCluster.outbound(9080, "", "six." + namespace + ".svc.clusterset.local"),
                  endpoints -> endpoints.size() == 2))
          .extracting(ProxyEndpoint::address)
          .containsExactly("fd00:12::1:9080", "fd00:12::2:9080");
    }
    federation.awaitFinding(Site.EAST_1, "PTL0109", namespace + "/six");
  }

  /** Nothing that istiod writes on our objects is answered by a write. */
  private void assertStill(Site site) {
    List<Long> before = generations(site);
    await()
        .during(4, TimeUnit.SECONDS)
        .atMost(10, TimeUnit.SECONDS)
        .until(() -> generations(site).equals(before));
  }

  private List<Long> generations(Site site) {
    return entries(site).stream().map(entry -> entry.getMetadata().getGeneration()).toList();
  }

  private List<ServiceEntry> entries(Site site) {
    return federation
        .cluster(site)
        .client()
        .resources(ServiceEntry.class)
        .inNamespace(namespace)
        .list()
        .getItems();
  }

  private Service service(Site site) {
    return federation
        .cluster(site)
        .client()
        .services()
        .inNamespace(namespace)
        .withName("cart")
        .get();
  }
}
