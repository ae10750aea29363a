package dev.portolan.agent.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.agent.discovery.objects.ObjectKind;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.Endpoint.MeshMode;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.Gateway;
import dev.portolan.registry.Locality;
import dev.portolan.registry.MeshTrust;
import dev.portolan.registry.Sorted;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class KubernetesLocalServicesTest {
  private static final String ROOT =
      """
      -----BEGIN CERTIFICATE-----
      MIIBhTCCASugAwIBAgIUOzSyBXC4qDkUSHVL4Rg6owb/3wcwCgYIKoZIzj0EAwIw
      FzEVMBMGA1UECgwMZWFzdC5leGFtcGxlMCAXDTI2MTEyODIxMTAyM1oYDzIxMjYx
      MTA0MjExMDIzWjAXMRUwEwYDVQQKDAxlYXN0LmV4YW1wbGUwWTATBgcqhkjOPQIB
      BggqhkjOPQMBBwNCAAQ6o8F+tAAqskDLIuDkeFz9GAeSoHLV1ZkrPPRMJOfLWwWq
      P3IdocJb19ClUOegwRQqzUAK7+78KHLrBekZsQePo1MwUTAdBgNVHQ4EFgQUCJSh
      c7+46OWt2JhpC2N0zE8BVuUwHwYDVR0jBBgwFoAUCJShc7+46OWt2JhpC2N0zE8B
      VuUwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEA114urQJJpyzg
      N8hyW705msi7B+28GKnISqXLF4gj2WwCIHuhu1VXlu4GW9wYiIeFSenp6wS0hBPh
      qW8P9t2h1sy1
      -----END CERTIFICATE-----
      """;
  private static final String FINGERPRINT =
      "0d499f3a4696a36a49e6a29a35db26c2b6569ac15dc26bab251449fffd96234e";

  private final FakeApiServer server = new FakeApiServer().start();
  private final SourceRig rig = new SourceRig(server);

  @BeforeEach
  void fill() {
    Samples.cluster().forEach(server::put);
  }

  @AfterEach
  void close() {
    rig.close();
    server.close();
  }

  private static boolean has(LocalState state, String service) {
    return Samples.names(state).contains(service);
  }

  private static boolean found(LocalState state, FindingCode code) {
    return state.findings().stream().anyMatch(finding -> finding.code() == code);
  }

  @Test
  void tellsServicesWithWhatTheirPodsAndNodesSay() {
    LocalState state = rig.awaitState(LocalState::complete);

    assertThat(Samples.names(state)).containsExactly("shop/cart", "shop/orders");
    assertThat(Samples.endpoints(state, "shop/cart"))
        .singleElement()
        .satisfies(
            endpoint -> {
              assertThat(endpoint.meshMode()).isEqualTo(MeshMode.SIDECAR);
              assertThat(endpoint.locality()).isEqualTo(new Locality("eu", "eu-1", ""));
              assertThat(endpoint.serviceAccount()).isEqualTo("cart");
            });
    Cluster cluster = Samples.cluster(state);
    assertThat(cluster.uid()).isEqualTo("uid-1");
    assertThat(cluster.network()).isEqualTo("net-1");
    assertThat(cluster.trustDomain()).isEqualTo("east.example");
    assertThat(state.findings()).isEmpty();
  }

  @Test
  void isNotCompleteBeforeEveryKindWasListed() {
    server.refuse(ObjectKind.NODE, 403, 0, -1);

    LocalState refused = rig.awaitState(state -> found(state, FindingCode.API_FORBIDDEN));
    assertThat(refused.complete()).isFalse();
    assertThat(refused.findings().toString()).contains("apiserver/node");

    server.relent();
    LocalState complete = rig.awaitState(LocalState::complete);
    assertThat(complete.findings()).isEmpty();
  }

  @Test
  void readsListsOfManyPages() {
    for (int i = 0; i < 25; i++) {
      server.put(ObjectKind.SERVICE, Samples.service("many", "s" + i));
      server.put(ObjectKind.ENDPOINT_SLICE, Samples.slice("many", "s" + i, "10.1.0." + i, "none"));
    }

    LocalState state = rig.awaitState(LocalState::complete);

    assertThat(Samples.names(state)).hasSize(27);
  }

  @Test
  void followsChangesAndDeletions() {
    rig.awaitState(LocalState::complete);

    server.put(ObjectKind.SERVICE, Samples.service("shop", "fresh"));
    server.put(ObjectKind.ENDPOINT_SLICE, Samples.slice("shop", "fresh", "10.0.0.9", "none"));
    rig.awaitState(state -> has(state, "shop/fresh"));
    server.delete(ObjectKind.SERVICE, "shop", "fresh");
    rig.awaitState(state -> !has(state, "shop/fresh"));
  }

  @Test
  void tellsAWholeChangeWithoutWaitingForMore() {
    Duration quiet = Duration.ofSeconds(3);
    try (SourceRig patient = SourceRig.patient(server, quiet)) {
      patient.awaitState(LocalState::complete);
      long begin = System.nanoTime();

      server.put(ObjectKind.ENDPOINT_SLICE, Samples.slice("shop", "cart", "10.0.0.9", "cart-1"));

      patient.awaitState(state -> cartAt(state, "10.0.0.9"));
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(quiet);
    }
  }

  @Test
  void tellsASliceTogetherWithThePodThatComesAfterIt() {
    try (SourceRig patient = SourceRig.patient(server, Duration.ofSeconds(1))) {
      patient.awaitState(LocalState::complete);

      server.put(ObjectKind.ENDPOINT_SLICE, Samples.slice("shop", "cart", "10.0.0.9", "cart-2"));
      server.put(ObjectKind.POD, Samples.pod("shop", "cart-2", "cart"));

      patient.awaitState(state -> cartAt(state, "10.0.0.9"));
      assertThat(patient.states().stream().filter(state -> cartAt(state, "10.0.0.9")))
          .allSatisfy(
              state ->
                  assertThat(Samples.endpoints(state, "shop/cart").get(0).meshMode())
                      .isEqualTo(MeshMode.SIDECAR));
    }
  }

  private static boolean cartAt(LocalState state, String address) {
    return Samples.endpoints(state, "shop/cart").stream()
        .anyMatch(endpoint -> endpoint.address().equals(address));
  }

  @Test
  void tellsABurstOfChangesAtOnce() {
    rig.awaitState(LocalState::complete);
    int before = rig.states().size();

    for (int i = 0; i < 200; i++) {
      server.put(ObjectKind.SERVICE, Samples.service("burst", "s" + i));
      server.put(ObjectKind.ENDPOINT_SLICE, Samples.slice("burst", "s" + i, "10.2.0.1", "none"));
    }

    rig.awaitState(state -> Samples.names(state).size() == 202);
    assertThat(rig.states().size() - before).isLessThan(40);
  }

  @Test
  void keepsEverythingWhileTheServerIsAwayAndCatchesUp() {
    rig.awaitState(LocalState::complete);

    server.stop();
    LocalState away = rig.awaitState(state -> found(state, FindingCode.API_UNAVAILABLE));
    assertThat(Samples.names(away)).containsExactly("shop/cart", "shop/orders");
    assertThat(away.complete()).isTrue();
    assertThat(away.findings()).hasSize(1);

    server.put(ObjectKind.SERVICE, Samples.service("shop", "fresh"));
    server.put(ObjectKind.ENDPOINT_SLICE, Samples.slice("shop", "fresh", "10.0.0.9", "none"));
    server.start();
    LocalState back =
        rig.awaitState(
            state -> has(state, "shop/fresh") && !found(state, FindingCode.API_UNAVAILABLE));
    assertThat(Samples.names(back)).hasSize(3);
    rig.neverLost("shop/cart");
  }

  @Test
  void believesAfterAGraceThatAnObjectIsGoneWhichAListLacks() {
    rig.awaitState(LocalState::complete);

    server.forget(ObjectKind.SERVICE, "shop", "orders");

    rig.awaitState(state -> found(state, FindingCode.WATCH_DOUBTFUL));
    LocalState state = rig.awaitState(found -> !has(found, "shop/orders"));
    assertThat(Samples.names(state)).containsExactly("shop/cart");
  }

  @Test
  void keepsWhatAListLacksWhenTheServerIsAnotherClusters() {
    rig.awaitState(LocalState::complete);
    rig.awaitProbe();

    server.put(ObjectKind.NAMESPACE, Samples.namespace("kube-system", "uid-2", ""));
    server.forgetAll(ObjectKind.SERVICE);

    LocalState kept = rig.awaitState(state -> found(state, FindingCode.CLUSTER_CHANGED));
    assertThat(Samples.names(kept)).containsExactly("shop/cart", "shop/orders");
    rig.neverLost("shop/cart");

    server.put(ObjectKind.NAMESPACE, Samples.namespace("kube-system", "uid-1", ""));
    server.put(ObjectKind.SERVICE, Samples.service("shop", "cart"));
    LocalState own =
        rig.awaitState(state -> !has(state, "shop/orders") && state.findings().isEmpty());
    assertThat(Samples.names(own)).containsExactly("shop/cart");
  }

  @Test
  void readsAllAgainWhenAWatchHasDiedWithoutAWord() {
    rig.awaitState(LocalState::complete);
    await().until(() -> server.lists(ObjectKind.POD) > 0);

    server.killWatchesSilently();
    server.put(ObjectKind.SERVICE, Samples.service("shop", "fresh"));
    server.put(ObjectKind.ENDPOINT_SLICE, Samples.slice("shop", "fresh", "10.0.0.9", "none"));

    rig.awaitState(state -> has(state, "shop/fresh"));
  }

  @Test
  void obeysRetryAfter() {
    server.refuse(ObjectKind.SERVICE, 429, 1, 2);

    LocalState state = rig.awaitState(LocalState::complete);

    assertThat(Samples.names(state)).hasSize(2);
  }

  @Test
  void keepsEverythingWhileAKindIsForbiddenAndCatchesUp() {
    rig.awaitState(LocalState::complete);

    server.refuse(ObjectKind.ENDPOINT_SLICE, 403, 0, -1);
    server.cutWatches();
    LocalState refused = rig.awaitState(state -> found(state, FindingCode.API_FORBIDDEN));
    assertThat(Samples.endpoints(refused, "shop/cart")).hasSize(1);

    server.put(ObjectKind.ENDPOINT_SLICE, Samples.slice("shop", "cart", "10.0.0.77", "cart-1"));
    server.relent();
    rig.awaitState(
        state ->
            state.findings().isEmpty()
                && Samples.endpoints(state, "shop/cart").get(0).address().equals("10.0.0.77"));
    rig.neverLost("shop/cart");
  }

  @Test
  void keepsTheLastGoodOfAnObjectThatCannotBeUnderstood() {
    rig.awaitState(LocalState::complete);

    var broken = Samples.slice("shop", "cart", "10.0.0.1", "cart-1");
    broken.setAddressType("Carrier pigeon");
    server.put(ObjectKind.ENDPOINT_SLICE, broken);

    LocalState state = rig.awaitState(found -> found(found, FindingCode.INPUT_UNREADABLE));
    assertThat(Samples.endpoints(state, "shop/cart")).hasSize(1);
  }

  @Test
  void takesTheMeshConfigurationOfARevisionWhereThereIsNoOther() {
    server.delete(ObjectKind.CONFIG_MAP, "istio-system", "istio");
    server.put(ObjectKind.CONFIG_MAP, Samples.mesh("istio-canary", "canary.example"));

    LocalState state = rig.awaitState(LocalState::complete);
    assertThat(Samples.cluster(state).trustDomain()).isEqualTo("canary.example");

    server.put(ObjectKind.CONFIG_MAP, Samples.mesh("istio", "east.example"));
    LocalState both = rig.awaitState(found -> found(found, FindingCode.MESH_CONFIG_CONFLICT));
    assertThat(Samples.cluster(both).trustDomain()).isEqualTo("east.example");
  }

  @Test
  void knowsWhomTheMeshTrustsOnlyWhileItsRootsAreThere() {
    LocalState before = rig.awaitState(LocalState::complete);
    assertThat(Samples.cluster(before).trust()).isEqualTo(MeshTrust.UNKNOWN);

    server.put(ObjectKind.CONFIG_MAP, Samples.roots(ROOT));
    rig.awaitState(
        state -> Samples.cluster(state).trust().roots().equals(Sorted.set(List.of(FINGERPRINT))));

    server.put(ObjectKind.CONFIG_MAP, Samples.roots("-----BEGIN CERTIFICATE-----\nx"));
    LocalState broken = rig.awaitState(found -> found(found, FindingCode.INPUT_UNREADABLE));
    assertThat(Samples.cluster(broken).trust()).isEqualTo(MeshTrust.UNKNOWN);

    server.put(ObjectKind.CONFIG_MAP, Samples.roots(ROOT));
    rig.awaitState(
        state ->
            Samples.cluster(state).trust().known() && !found(state, FindingCode.INPUT_UNREADABLE));
    server.delete(ObjectKind.CONFIG_MAP, "istio-system", "istio-ca-root-cert");
    rig.awaitState(state -> Samples.cluster(state).trust().equals(MeshTrust.UNKNOWN));
  }

  @Test
  void resolvesTheNamesOfGatewaysAndKeepsTheirLastAddresses() {
    rig.resolves("lb.example", List.of("203.0.113.7"));
    server.put(ObjectKind.SERVICE, Samples.gateway("lb.example"));

    rig.awaitState(
        state ->
            state.complete()
                && Samples.cluster(state)
                    .gateways()
                    .equals(List.of(new Gateway("203.0.113.7", 15443))));
    rig.resolves("lb.example", List.of("203.0.113.8", "203.0.113.9"));
    rig.awaitState(state -> Samples.cluster(state).gateways().size() == 2);
    rig.resolves("lb.example", List.of());

    LocalState stale = rig.awaitState(state -> found(state, FindingCode.GATEWAY_NAME_STALE));
    assertThat(Samples.cluster(stale).gateways()).hasSize(2);
  }
}
