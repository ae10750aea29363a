package dev.portolan.it.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.it.ads.ProxyNode;
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
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The Envoys of one test: east-west gateways, workloads of one service behind their sidecars, and a
 * client with its own. Not thread-safe.
 */
final class DataPlane implements AutoCloseable {
  private static final int SERVICE_PORT = 9080;
  private static final int CLIENTS = 8;
  private static final String CLIENT = "10.99.0.1";

  private final Nat nat = Nat.create();
  // The sidecar takes what a client sends to its proxy as what it sends to the host.
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .proxy(ProxySelector.of(new InetSocketAddress(nat.loopback(CLIENT), SERVICE_PORT)))
          .build();
  private final Map<String, Proxy> proxies = new LinkedHashMap<>();
  private final List<EchoServer> applications = new ArrayList<>();
  private final Federation federation;
  private final MeshTrust trust;
  private final Map<Site, MeshTrust> otherTrust = new EnumMap<>(Site.class);
  private final String namespace;
  private final Pods pods;

  /**
   * One without any Envoy.
   *
   * @param directory for keys
   */
  DataPlane(Federation federation, Path directory, String namespace, Pods pods) {
    this.federation = federation;
    this.trust = MeshTrust.create(directory);
    this.namespace = namespace;
    this.pods = pods;
  }

  /** One with a pod of the service cart at each site, called by a client at the first. */
  static DataPlane ofCart(Federation federation, Path directory, String namespace, Pods pods) {
    DataPlane proxies = new DataPlane(federation, directory, namespace, pods);
    for (Site site : Site.values()) {
      federation.deploy(site, namespace, "cart", pods.at(site, 1));
      proxies.backend(site, "cart");
    }
    proxies.gateway(Site.WEST);
    proxies.client(Site.EAST_1);
    return proxies;
  }

  /** The root of all meshes but those that have another one, PEM. */
  String root() {
    return trust.root();
  }

  /**
   * From now on, proxies of a site have their certificates from another root, and trust only it.
   */
  void certify(Site site, MeshTrust other) {
    otherTrust.put(site, other);
  }

  /** From now on, proxies of a site have their certificates from the root of all again. */
  void certifyAsAll(Site site) {
    otherTrust.remove(site);
  }

  /** Whether a request was answered, and by whom. */
  record Answer(int status, String body) {}

  /** The stock east-west gateway of a site. */
  void gateway(Site site) {
    start(
        "gateway of " + site,
        site,
        "gateway",
        site.gatewayProxy(),
        site.identity("istio-system", "istio-eastwestgateway"),
        site.gateway());
  }

  /** The service's first pod at a site: a workload whose sidecar takes mesh mTLS only. */
  void backend(Site site, String account) {
    EchoServer echo = EchoServer.start(site.toString());
    applications.add(echo);
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
    start(
        sidecar(site),
        site,
        account,
        workload(site),
        site.identity(namespace, account),
        pods.at(site, 1));
  }

  private ProxyNode workload(Site site) {
    return site.workload(namespace, "cart", pods.at(site, 1)).with("INTERCEPTION_MODE", "NONE");
  }

  /**
   * A machine without proxy that takes TLS; its port.
   *
   * @param names in its certificate, of an authority that proxies' systems trust
   */
  int machine(String name, String address, String... names) {
    EchoServer echo = EchoServer.overTls(name, nat.loopback(address), trust.named(names));
    applications.add(echo);
    return echo.port();
  }

  /** Listens for the application on loopback, since nothing here redirects its traffic. */
  void client(Site site) {
    federation
        .workloads(site)
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
    start(
        "client",
        site,
        "client",
        site.client(namespace).with("INTERCEPTION_MODE", "NONE"),
        site.identity(namespace, "client"),
        CLIENT);
  }

  private void start(
      String name, Site site, String suffix, ProxyNode node, String identity, String address) {
    proxies.put(
        name,
        Proxy.start(
            federation.cluster(site),
            namespace + "-" + suffix,
            node,
            otherTrust.getOrDefault(site, trust).identity(identity),
            nat,
            address));
  }

  /** Kills the sidecar of a site's workload, which nobody tells the registry. */
  void killSidecar(Site site) {
    Optional.ofNullable(proxies.remove(sidecar(site))).orElseThrow().close();
  }

  /** What the client gets from a host. */
  Answer call(String host) {
    return call(host, Map.of());
  }

  /** The same of a request with headers. */
  Answer call(String host, Map<String, String> headers) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("http://%s:%d/".formatted(host, SERVICE_PORT)))
              .timeout(Duration.ofSeconds(10));
      headers.forEach(request::header);
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(
          response.statusCode(), response.body().replaceAll(";?(Hash|Subject)=[^;]*", ""));
    } catch (IOException e) {
      return new Answer(0, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Which part of so many requests is answered from there; none may fail. */
  double share(String host, int requests, Site site) {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<Answer>> answers =
          clients.invokeAll(Collections.nCopies(requests, () -> call(host)));
      int there = 0;
      for (Future<Answer> each : answers) {
        assertThat(each.get().status()).isEqualTo(200);
        there += each.get().body().startsWith(site + " ") ? 1 : 0;
      }
      return (double) there / requests;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      clients.shutdownNow();
    }
  }

  /** All of ten answers are from there, and each request was answered. */
  void awaitAnswersFrom(Site site, String host) {
    await()
        .atMost(Federation.PATIENCE)
        .untilAsserted(
            () -> {
              List<Answer> answers = new ArrayList<>();
              for (int i = 0; i < 10; i++) {
                answers.add(call(host));
              }
              assertThat(answers)
                  .allMatch(answer -> answer.status() == 200)
                  .allMatch(answer -> answer.body().startsWith(site + " "));
            });
  }

  /** An answer of a site's workload that knows whose client called. */
  Answer answer(Site from, Site caller) {
    return new Answer(
        200,
        "%s called by By=%s;URI=%s"
            .formatted(
                from, from.identity(namespace, "cart"), caller.identity(namespace, "client")));
  }

  /** No Envoy found anything wrong with what istiod made of the objects. */
  void assertNothingRejected() {
    proxies.forEach(
        (name, proxy) -> assertThat(proxy.rejected()).as("rejected by %s", name).isZero());
  }

  @Override
  public void close() {
    proxies.values().forEach(Proxy::close);
    applications.forEach(EchoServer::close);
  }

  private static String sidecar(Site site) {
    return "sidecar of " + site;
  }
}
