package dev.portolan.agent.apply.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portolan.agent.apply.sink.Custody;
import dev.portolan.agent.apply.sink.DesiredObject;
import dev.portolan.agent.apply.sink.Listing;
import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.Observation;
import dev.portolan.agent.apply.sink.ObservedObject;
import dev.portolan.agent.apply.sink.Refusal;
import dev.portolan.agent.apply.sink.SinkException;
import dev.portolan.agent.apply.sink.WriteResult;
import dev.portolan.translate.CanonicalYaml;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KubernetesSinkTest {
  private static final String FORBIDDEN_ROUTES =
      """
      {"kind":"Status","status":"Failure","reason":"Forbidden","code":403,\
      "message":"virtualservices.networking.istio.io is forbidden"}
      """;
  private static final String PATH =
      "/apis/networking.istio.io/v1/namespaces/shop/serviceentries/cart";
  private static final String ALREADY_EXISTS =
      "{\"kind\":\"Status\",\"reason\":\"AlreadyExists\",\"message\":\"already exists\"}";
  private static final String MISSING =
      "{\"kind\":\"Status\",\"reason\":\"NotFound\",\"details\":{\"name\":\"cart\",\"kind\":\"serviceentries\"}}";
  private static final String CONFLICT =
      "{\"kind\":\"Status\",\"reason\":\"Conflict\",\"message\":\"the object has been modified\"}";

  private FakeApiServer server;
  private KubernetesClient client;
  private KubernetesSink sink;

  @BeforeEach
  void start() throws Exception {
    server = new FakeApiServer();
    client = server.client(1_000);
    sink = new KubernetesSink(client, new LeaseName("portolan-system", "portolan-agent"));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void createsWithoutAnyWayToOverwrite() throws Exception {
    server.reply(201, json("7", true, "10.0.0.1"));
    WriteResult result = get(sink.create(desired("10.0.0.1")));

    assertThat(result).isInstanceOf(WriteResult.Written.class);
    assertThat(((WriteResult.Written) result).now().handle().version()).isEqualTo("7");
    assertThat(server.requests())
        .containsExactly("POST " + PATH.replace("/cart", "") + "?fieldManager=portolan-agent");
  }

  @Test
  void makesANamespaceOnlyWhereItMayAndItIsMissing() throws Exception {
    String missing =
        "{\"kind\":\"Status\",\"reason\":\"NotFound\",\"details\":{\"name\":\"shop\",\"kind\":\"namespaces\"}}";
    server.reply(404, missing);
    assertThat(((WriteResult.Refused) get(sink.create(desired("10.0.0.1")))).refusal())
        .isEqualTo(Refusal.NAMESPACE_MISSING);

    server.reply(404, missing).reply(201, "{}").reply(201, json("7", true, "10.0.0.1"));
    assertThat(get(sink.create(making(desired("10.0.0.1")))))
        .isInstanceOf(WriteResult.Written.class);
    assertThat(server.requests().get(2)).startsWith("POST /api/v1/namespaces?");
    assertThat(server.bodies().get(2))
        .contains("\"name\":\"shop\"", "\"app.kubernetes.io/managed-by\":\"portolan-agent\"");

    server.reply(404, missing).reply(409, ALREADY_EXISTS).reply(201, json("8", true, "10.0.0.1"));
    assertThat(get(sink.create(making(desired("10.0.0.1")))))
        .isInstanceOf(WriteResult.Written.class);
  }

  @Test
  void aNamespaceThatMayNotBeMadeIsARefusal() throws Exception {
    server
        .reply(
            404,
            "{\"kind\":\"Status\",\"reason\":\"NotFound\",\"details\":{\"name\":\"shop\",\"kind\":\"namespaces\"}}")
        .reply(
            403,
            "{\"kind\":\"Status\",\"reason\":\"Forbidden\",\"message\":\"User \\\"x\\\" cannot create resource \\\"namespaces\\\" in API group\"}");

    assertThat(((WriteResult.Refused) get(sink.create(making(desired("10.0.0.1"))))).refusal())
        .isEqualTo(Refusal.FORBIDDEN);
  }

  private static DesiredObject making(DesiredObject object) {
    return new DesiredObject(
        object.manifest(),
        object.fingerprint(),
        object.epoch(),
        object.sequence(),
        object.origins(),
        object.hosts(),
        true);
  }

  @Test
  void anObjectThatIsThereAlreadyIsReadAndNotWritten() throws Exception {
    server.reply(409, ALREADY_EXISTS).reply(200, json("9", false, "192.0.2.1"));
    WriteResult result = get(sink.create(desired("10.0.0.1")));

    assertThat(result).isInstanceOf(WriteResult.Moved.class);
    assertThat(((WriteResult.Moved) result).now().map(ObservedObject::custody))
        .contains(Custody.FOREIGN);
    assertThat(server.requests()).last().isEqualTo("GET " + PATH);
  }

  @Test
  void appliesWithForceOnlyWhatIsAsItWasSeen() throws Exception {
    server.reply(200, json("8", true, "10.0.0.2"));
    get(sink.update(desired("10.0.0.2"), standing("7")));

    assertThat(server.requests())
        .containsExactly("PATCH " + PATH + "?fieldManager=portolan-agent&force=true");
    assertThat(server.bodies().get(0))
        .contains("\"resourceVersion\":\"7\"")
        .contains("\"uid\":\"u-1\"")
        .doesNotContain("managedFields")
        .doesNotContain("status");
  }

  @Test
  void anObjectThatChangedMeanwhileIsReadAndNotWritten() throws Exception {
    server.reply(409, CONFLICT).reply(404, MISSING);
    WriteResult result = get(sink.update(desired("10.0.0.2"), standing("7")));

    assertThat(result).isEqualTo(new WriteResult.Moved(Optional.empty()));
  }

  @Test
  void removesOnlyWhatIsAsItWasSeen() throws Exception {
    server.reply(200, "{\"kind\":\"Status\",\"status\":\"Success\"}");
    assertThat(get(sink.delete(standing("7")))).isEqualTo(new WriteResult.Removed());
    assertThat(server.bodies().get(0))
        .contains("\"preconditions\":{\"uid\":\"u-1\",\"resourceVersion\":\"7\"}");

    server.reply(409, CONFLICT).reply(200, json("9", false, "192.0.2.1"));
    assertThat(get(sink.delete(standing("7")))).isInstanceOf(WriteResult.Moved.class);

    server.reply(404, MISSING);
    assertThat(get(sink.delete(standing("7")))).isEqualTo(new WriteResult.Removed());
  }

  @Test
  void passesOnHowLongTheServerWantsToBeLeftAlone() throws Exception {
    server.reply(429, Map.of("Retry-After", "17"), "Too many requests, please try again later.");
    WriteResult result = get(sink.create(desired("10.0.0.1")));

    assertThat(result)
        .isEqualTo(
            new WriteResult.Refused(
                Refusal.THROTTLED,
                "Too many requests, please try again later. (HTTP 429)",
                Optional.of(Duration.ofSeconds(17))));
  }

  @Test
  void aServerThatDoesNotAnswerIsUnreachable() throws Exception {
    server.silence();
    assertThat(((WriteResult.Refused) get(sink.create(desired("10.0.0.1")))).refusal())
        .isEqualTo(Refusal.UNREACHABLE);

    server.close();
    assertThat(((WriteResult.Refused) get(sink.create(desired("10.0.0.1")))).refusal())
        .isEqualTo(Refusal.UNREACHABLE);
  }

  @Test
  void whatItMayNotListIsNoEmptyList() throws Exception {
    server.reply(403, FORBIDDEN_ROUTES);

    assertThat(sink.list().toCompletableFuture())
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableThat()
        .withMessageContaining("objects of kind ServiceEntry cannot be listed");
  }

  // Agents could not list routes before there were any: what they then write says so.
  @Test
  void listsAllPagesOfAllKinds() throws Exception {
    String first = json("5", true, "10.0.0.1").replace("\"cart\"", "\"one\"");
    server
        .reply(
            200,
            "{\"metadata\":{\"resourceVersion\":\"20\",\"continue\":\"a b\"},\"items\":["
                + first
                + "]}")
        .reply(
            200,
            "{\"metadata\":{\"resourceVersion\":\"20\"},\"items\":["
                + json("6", false, "10.0.0.1")
                + "]}")
        .reply(404, "404 page not found\n")
        .reply(403, FORBIDDEN_ROUTES)
        .reply(200, "{\"metadata\":{\"resourceVersion\":\"21\"},\"items\":[]}")
        .reply(403, FORBIDDEN_ROUTES.replace("virtualservices", "authorizationpolicies"));
    Listing listing = sink.list().toCompletableFuture().get(20, TimeUnit.SECONDS);

    assertThat(listing.version()).isEqualTo("20");
    assertThat(listing.objects())
        .extracting(ObservedObject::ref)
        .containsExactly(
            new ObjectRef("shop", "ServiceEntry", "one"),
            new ObjectRef("shop", "ServiceEntry", "cart"));
    assertThat(server.requests().get(1)).contains("continue=a+b");
    assertThat(server.requests().get(4))
        .isEqualTo(
            "GET /api/v1/services?limit="
                + ObjectList.PAGE
                + "&labelSelector=app.kubernetes.io%2Fmanaged-by%3Dportolan-agent");
  }

  @Test
  void aListThatIsNotWholeIsNone() {
    server
        .reply(200, "{\"metadata\":{\"resourceVersion\":\"20\",\"continue\":\"x\"},\"items\":[]}")
        .reply(410, "{\"kind\":\"Status\",\"reason\":\"Expired\",\"message\":\"too old\"}");

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> sink.list().toCompletableFuture().get(20, TimeUnit.SECONDS))
        .withCauseInstanceOf(SinkException.class)
        .withMessageContaining("objects of kind ServiceEntry cannot be listed: too old");
  }

  @Test
  void readsTheReleasedHoldFromTheLease() throws Exception {
    server.reply(
        200, "{\"metadata\":{\"annotations\":{\"portolan.dev/release-deletions\":\"abcd1234\"}}}");
    assertThat(get(sink.releasedHold())).contains("abcd1234");

    server.reply(404, MISSING);
    assertThat(get(sink.releasedHold())).isEmpty();
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static DesiredObject desired(String address) throws Exception {
    return DesiredObject.of(
        CanonicalYaml.parse(
            """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata:
              namespace: shop
              name: cart
              labels: {app.kubernetes.io/managed-by: portolan-agent, portolan.dev/virtual-mesh: m}
            spec:
              hosts: [cart.shop.global]
              endpoints: [{address: %s}]
            """
                .formatted(address)
                .getBytes(StandardCharsets.UTF_8)),
        "",
        Set.of());
  }

  private static ObservedObject standing(String version) throws Exception {
    return Observation.of(new ObjectMapper().readTree(json(version, true, "10.0.0.1")));
  }

  private static String json(String version, boolean ours, String address) {
    return """
        {"apiVersion":"networking.istio.io/v1","kind":"ServiceEntry","metadata":{"namespace":"shop",
        "name":"cart","uid":"u-1","resourceVersion":"%s","labels":{%s}},
        "spec":{"hosts":["cart.shop.global"],"endpoints":[{"address":"%s"}]}}"""
        .formatted(
            version,
            ours
                ? "\"app.kubernetes.io/managed-by\":\"portolan-agent\",\"portolan.dev/virtual-mesh\":\"m\""
                : "",
            address);
  }
}
