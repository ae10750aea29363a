package dev.portolan.it.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.it.ads.ProxyNode;
import dev.portolan.it.peers.Clusters;
import dev.portolan.it.peers.RealClusters;
import dev.portolan.it.traffic.EchoServer;
import dev.portolan.it.traffic.MeshTrust;
import dev.portolan.it.traffic.Nat;
import dev.portolan.it.traffic.Proxy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests of a real sidecar to a host that our agents wrote, through real Envoys to workloads. */
@RealClusters(
    value = {Site.EAST_1_NAME, Site.EAST_2_NAME, Site.WEST_NAME},
    istiod = true,
    envoy = true)
@Timeout(300)
class TrafficIT {
  private static final int SERVICE_PORT = 9080;
  private static final String CLIENT = "10.99.0.1";

  @TempDir private Path directory;

  private final Pods pods = new Pods();
  private final Nat nat = Nat.create();
  // The sidecar takes what a client sends to its proxy as what it sends to the host.
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .proxy(ProxySelector.of(new InetSocketAddress(nat.loopback(CLIENT), SERVICE_PORT)))
          .build();
  private final Map<String, AutoCloseable> running = new LinkedHashMap<>();
  private Federation federation;
  private MeshTrust trust;
  private String namespace;

  @BeforeEach
  void start(Clusters clusters) {
    federation = Federation.of(clusters);
    trust = MeshTrust.create(directory);
    namespace = federation.newNamespace("shop");
    for (Site site : Site.values()) {
      federation.deploy(site, namespace, "cart", pods.at(site, 1));
      backend(site, "cart");
    }
    run(
        "gateway",
        Proxy.start(
            federation.cluster(Site.WEST),
            namespace + "-gateway",
            Site.WEST.gatewayProxy(),
            trust.identity(Site.WEST.identity("istio-system", "istio-eastwestgateway")),
            nat,
            Site.WEST.gateway()));
    client();
  }

  @AfterEach
  void unharmed() throws Exception {
    for (Map.Entry<String, AutoCloseable> each : running.entrySet()) {
      if (each.getValue() instanceof Proxy proxy) {
        assertThat(proxy.rejected()).as("rejected by %s", each.getKey()).isZero();
      }
    }
    for (AutoCloseable each : running.values()) {
      each.close();
    }
    federation.assertUnharmed();
  }

  @Test
  void goesToTheNextTierWhenTheNearerIsGoneAndComesBack() {
    awaitAnswersFrom(Site.EAST_1);

    federation.deploy(Site.EAST_1, namespace, "cart");
    awaitAnswersFrom(Site.EAST_2);

    federation.deploy(Site.EAST_2, namespace, "cart");
    awaitAnswersFrom(Site.WEST);

    federation.deploy(Site.EAST_1, namespace, "cart", pods.at(Site.EAST_1, 1));
    awaitAnswersFrom(Site.EAST_1);
  }

  @Test
  void leavesATierThatAnswersNoMoreWhateverTheRegistrySays() throws Exception {
    awaitAnswersFrom(Site.EAST_1);

    Optional.ofNullable(running.remove("sidecar of EAST_1")).orElseThrow().close();

    awaitAnswersFrom(Site.EAST_2);
  }

  @Test
  void acrossNetworksTheCalleeSeesWhoCallsAndRefusesWhomItDoesNotWant() {
    onlyWestIsLeft();
    assertThat(answer())
        .isEqualTo(
            new Answer(
                200,
                "WEST called by By=%s;URI=%s"
                    .formatted(
                        Site.WEST.identity(namespace, "cart"),
                        Site.EAST_1.identity(namespace, "client"))));

    allowOnly("somebody-else");
    await().atMost(Federation.PATIENCE).until(() -> answer().status() == 403);
    allowOnly("client");
    awaitAnswersFrom(Site.WEST);
  }

  @Test
  void acrossNetworksACalleeWithAnotherIdentityGetsNoRequest() throws Exception {
    onlyWestIsLeft();
    Optional.ofNullable(running.remove("sidecar of WEST")).orElseThrow().close();
    backend(Site.WEST, "impostor");

    await()
        .atMost(Federation.PATIENCE)
        .during(Duration.ofSeconds(2))
        .until(() -> answer().status() == 503);
  }

  private void onlyWestIsLeft() {
    federation.deploy(Site.EAST_1, namespace, "cart");
    federation.deploy(Site.EAST_2, namespace, "cart");
    awaitAnswersFrom(Site.WEST);
  }

  /** All of ten answers are from there, and each request was answered. */
  private void awaitAnswersFrom(Site site) {
    await()
        .atMost(Federation.PATIENCE)
        .untilAsserted(
            () -> {
              List<Answer> answers = new ArrayList<>();
              for (int i = 0; i < 10; i++) {
                answers.add(answer());
              }
              assertThat(answers)
                  .allMatch(answer -> answer.status() == 200)
                  .allMatch(answer -> answer.body().startsWith(site + " "));
            });
  }

  private record Answer(int status, String body) {}

  private Answer answer() {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create("http://cart." + namespace + ".svc.clusterset.local:9080/"))
              .timeout(Duration.ofSeconds(10))
              .build();
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(
          response.statusCode(), response.body().replaceAll(";?(Hash|Subject)=[^;]*", ""));
    } catch (IOException e) {
      return new Answer(0, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Listens for the application on loopback, since nothing here redirects its traffic. */
  private void client() {
    federation
        .workloads(Site.EAST_1)
        .apply(
            """
            apiVersion: networking.istio.io/v1
            kind: Sidecar
            metadata: {name: client, namespace: %s}
            spec:
              workloadSelector: {labels: {app: client}}
              egress:
              - {bind: 127.0.0.1, captureMode: NONE, hosts: ["./*"]}
            """
                .formatted(namespace));
    run(
        "client",
        Proxy.start(
            federation.cluster(Site.EAST_1),
            namespace + "-client",
            Site.EAST_1.client(namespace).with("INTERCEPTION_MODE", "NONE"),
            trust.identity(Site.EAST_1.identity(namespace, "client")),
            nat,
            CLIENT));
  }

  /** A workload behind its sidecar, which takes mesh mTLS only. */
  private void backend(Site site, String account) {
    EchoServer echo = EchoServer.start(site.toString());
    run("workload of " + site + " as " + account, echo);
    federation
        .workloads(site)
        .apply(
            """
            apiVersion: security.istio.io/v1
            kind: PeerAuthentication
            metadata: {name: strict, namespace: %s}
            spec: {mtls: {mode: STRICT}}
            """
                .formatted(namespace));
    federation
        .workloads(site)
        .apply(
            """
            apiVersion: networking.istio.io/v1
            kind: Sidecar
            metadata: {name: cart, namespace: %s}
            spec:
              workloadSelector: {labels: {app: cart}}
              egress:
              - hosts: ["~/*"]
              ingress:
              - port: {number: %d, protocol: HTTP, name: http}
                bind: 127.0.0.1
                captureMode: NONE
                defaultEndpoint: 127.0.0.1:%d
            """
                .formatted(namespace, SERVICE_PORT, echo.port()));
    run(
        "sidecar of " + site,
        Proxy.start(
            federation.cluster(site),
            namespace + "-" + account,
            workload(site),
            trust.identity(site.identity(namespace, account)),
            nat,
            pods.at(site, 1)));
  }

  private ProxyNode workload(Site site) {
    return site.workload(namespace, "cart", pods.at(site, 1)).with("INTERCEPTION_MODE", "NONE");
  }

  private void allowOnly(String account) {
    federation
        .workloads(Site.WEST)
        .apply(
            """
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: callers, namespace: %s}
            spec:
              rules:
              - from:
                - source: {principals: ["cluster.local/ns/%s/sa/%s"]}
            """
                .formatted(namespace, namespace, account));
  }

  private void run(String name, AutoCloseable started) {
    running.put(name, started);
  }
}
