package dev.portolan.it.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.portolan.it.peers.Loopback;
import dev.portolan.it.peers.RealCluster;
import dev.portolan.it.traffic.MeshTrust;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/**
 * A validating admission webhook as a team of the cluster runs it: denies ServiceEntries of one
 * name in one namespace, until it {@link #relents} or ends.
 */
final class Webhook implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RealCluster cluster;
  private final String forbidden;
  private final HttpsServer server;
  private final List<HasMetadata> configuration;
  private volatile boolean relented;

  private Webhook(RealCluster cluster, String namespace, String forbidden, MeshTrust trust)
      throws IOException {
    this.cluster = cluster;
    this.forbidden = forbidden;
    this.server =
        HttpsServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Loopback.freePort()), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(trust.server(Loopback.HOST)));
    server.createContext("/", this::review);
    server.start();
    this.configuration = configuration(namespace, trust.root());
  }

  /**
   * Starts one and has the API server ask it.
   *
   * @param forbidden the name
   * @param directory for its keys
   */
  static Webhook install(RealCluster cluster, String namespace, String forbidden, Path directory)
      throws IOException {
    Webhook webhook = new Webhook(cluster, namespace, forbidden, MeshTrust.create(directory));
    webhook.configuration.forEach(item -> cluster.client().resource(item).create());
    return webhook;
  }

  /** Denies nothing any more. */
  void relents() {
    relented = true;
  }

  /** Does not answer any more; the API server goes on asking, and refuses without an answer. */
  void die() {
    server.stop(0);
  }

  @Override
  public void close() {
    configuration.forEach(item -> cluster.client().resource(item).delete());
    server.stop(0);
  }

  private void review(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody()).path("request");
    boolean denied = !relented && request.path("name").asText().equals(forbidden);
    ObjectNode review = JSON.createObjectNode();
    review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
    ObjectNode response = review.putObject("response");
    response.put("uid", request.path("uid").asText()).put("allowed", !denied);
    if (denied) {
      response.putObject("status").put("code", 400).put("message", "names need an approval");
    }
    byte[] body = JSON.writeValueAsBytes(review);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private List<HasMetadata> configuration(String namespace, String root) {
    String yaml =
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: %1$s}
        webhooks:
        - name: names.example.com
          admissionReviewVersions: [v1]
          sideEffects: None
          failurePolicy: Fail
          timeoutSeconds: 10
          namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
          clientConfig: {url: "https://%2$s:%3$d/", caBundle: "%4$s"}
          rules:
          - apiGroups: [networking.istio.io]
            apiVersions: ["*"]
            operations: [CREATE, UPDATE]
            resources: [serviceentries]
        """
            .formatted(
                namespace,
                Loopback.HOST,
                server.getAddress().getPort(),
                Base64.getEncoder().encodeToString(root.getBytes(StandardCharsets.US_ASCII)));
    return cluster
        .client()
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .items();
  }
}
