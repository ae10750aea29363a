package dev.portolan.it.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.SourceFacts;
import dev.portolan.source.eureka.EurekaLocalServices;
import dev.portolan.source.eureka.EurekaPace;
import dev.portolan.source.eureka.http.EurekaEndpoint;
import dev.portolan.source.eureka.http.HttpEureka;
import dev.portolan.source.loop.SourceLoop;
import dev.portolan.source.mapping.MappingRules;
import dev.portolan.source.mapping.Selector;
import dev.portolan.source.mapping.ServiceMapping;
import dev.portolan.source.mapping.Template;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A source reads real Eureka servers, through everything that is known to go wrong with one. */
@Timeout(300)
class EurekaSourceIT {
  private static final OriginId ORIGIN = new OriginId("eureka-1");
  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final EurekaPace PACE =
      new EurekaPace(
          Duration.ofMillis(300),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(8),
          Duration.ofSeconds(1));
  private static final Map<String, Map<String, Boolean>> ORDERS =
      Map.of("orders", Map.of("10.0.0.1", true, "10.0.0.2", true));

  @TempDir private Path directory;
  private final List<EurekaServer> servers = new ArrayList<>();
  private final Imported imported = new Imported(ORIGIN, LIMIT);

  @AfterEach
  void stop() {
    imported.close();
    servers.forEach(EurekaServer::close);
  }

  private EurekaServer eureka(String... behaviour) throws Exception {
    EurekaServer started = EurekaServer.start(directory, behaviour);
    servers.add(started);
    return started;
  }

  private void read(EurekaServer... read) throws Exception {
    read(PACE, Stream.of(read).map(EurekaServer::url).toList());
  }

  private void read(EurekaPace pace, List<URI> urls) throws Exception {
    read(EurekaEndpoint.DEFAULT, pace, urls);
  }

  private void read(EurekaEndpoint endpoint, EurekaPace pace, List<URI> urls) throws Exception {
    imported.start(
        EurekaLocalServices.of(
            new HttpEureka(endpoint.answering(Duration.ofSeconds(2))),
            urls,
            new ServiceMapping(
                ORIGIN,
                new MappingRules(
                    Selector.all(),
                    Template.of("{meta.namespace}|eureka"),
                    Template.of(MappingRules.DEFAULT_NAME),
                    Template.of(MappingRules.DEFAULT_PORT),
                    Template.of("{meta.protocol}|{node.scheme}"),
                    Template.of(MappingRules.DEFAULT_TLS),
                    Template.of("{node.region}/{node.zone}|/{node.zone}"),
                    new Locality("us-east-1", "", ""),
                    List.of("version"))),
            Cluster.ofSource(
                ORIGIN, "", Locality.UNKNOWN, new SourceFacts(Sorted.set(List.of("*")))),
            pace,
            SourceLoop.start()));
  }

  private List<String> zones() {
    return imported.shard().slices().stream()
        .flatMap(slice -> slice.resource().endpoints().stream())
        .map(endpoint -> endpoint.locality().toString())
        .toList();
  }

  private static void registerOrders(EurekaServer server) {
    server.register("ORDERS", "orders-1", "10.0.0.1", 8080, "\"zone\":\"a\"");
    server.register("ORDERS", "orders-2", "10.0.0.2", 8080, "\"zone\":\"a\"");
  }

  @Test
  void aServerThatAsksForAUserIsReadAsOneAndItsRefusalsTakeNothingBack() throws Exception {
    EurekaServer server = EurekaServer.startWithUser(directory, "portolan", "secret");
    servers.add(server);
    registerOrders(server);
    Path auth = Files.writeString(directory.resolve("auth"), "portolan:secret\n");
    read(EurekaEndpoint.DEFAULT.withUser(auth), PACE, List.of(server.url()));
    imported.awaitEndpoints(ORDERS);
    imported.awaitNoFindings();

    Files.writeString(auth, "portolan:wrong");
    imported.awaitCode("SourceDenied");
    server.deregister("ORDERS", "orders-1");
    imported.assertStays(ORDERS);

    Files.writeString(auth, "portolan:secret");
    imported.awaitEndpoints(Map.of("orders", Map.of("10.0.0.2", true)));
    imported.awaitNoFindings();
  }

  @Test
  void aServerThatAsksForAUserGivesNobodyElseAnything() throws Exception {
    EurekaServer server = EurekaServer.startWithUser(directory, "portolan", "secret");
    servers.add(server);
    registerOrders(server);

    read(server);

    imported.awaitCode("SourceDenied");
    assertThat(imported.state().complete()).isFalse();
    assertThat(imported.endpoints()).isEmpty();
  }

  @Test
  void followsInstancesTheirStatusesOverridesAndMetadata() throws Exception {
    EurekaServer server = eureka();
    registerOrders(server);
    read(server);
    imported.awaitEndpoints(ORDERS);
    await().atMost(LIMIT).until(() -> imported.state().complete());
    assertThat(zones()).containsOnly("us-east-1/a");

    server.status("ORDERS", "orders-1", "OUT_OF_SERVICE");
    imported.awaitEndpoints(Map.of("orders", Map.of("10.0.0.1", false, "10.0.0.2", true)));
    server.clearStatus("ORDERS", "orders-1");
    imported.awaitEndpoints(ORDERS);

    server.metadata("ORDERS", "orders-1", "zone", "b");
    await().atMost(LIMIT).until(() -> zones().contains("us-east-1/b"));

    server.register("CARTS", "carts-1", "10.0.1.1", 80, "\"protocol\":\"grpc\"");
    await().atMost(LIMIT).until(() -> imported.endpoints().containsKey("carts"));
    server.deregister("CARTS", "carts-1");
    imported.awaitEndpoints(ORDERS);
    assertThat(imported.state().findings()).isEmpty();
  }

  @Test
  void aKilledServerThatComesBackEmptyDeletesNothing() throws Exception {
    EurekaServer server = eureka();
    registerOrders(server);
    read(server);
    imported.awaitEndpoints(ORDERS);

    server.kill();
    imported.awaitCode("SourceUnavailable");
    imported.assertStays(ORDERS);

    server.startEmpty();
    imported.awaitCode("SourceReset");
    assertThat(imported.codes()).contains("SourceEmpty");
    imported.assertStays(ORDERS);

    server.register("ORDERS", "orders-2", "10.0.0.2", 8080, "\"zone\":\"a\"");
    assertThat(imported.endpoints()).isEqualTo(ORDERS);
    imported.awaitEndpoints(Map.of("orders", Map.of("10.0.0.2", true)));
    imported.awaitNoFindings();
  }

  @Test
  void aPausedServerIsNoticedAndDeletesNothing() throws Exception {
    EurekaServer server = eureka();
    registerOrders(server);
    read(server);
    imported.awaitEndpoints(ORDERS);

    server.pause();
    imported.awaitCode("SourceUnavailable");
    imported.assertStays(ORDERS);
    assertThat(imported.state().findings().get(0).message()).contains("no answer within");

    server.goOn();
    imported.awaitNoFindings();
    server.status("ORDERS", "orders-1", "DOWN");
    imported.awaitEndpoints(Map.of("orders", Map.of("10.0.0.1", false, "10.0.0.2", true)));
  }

  @Test
  void aServerThatTellsNoChangesIsListedEachTime() throws Exception {
    EurekaServer server = eureka("disable-delta=true");
    registerOrders(server);
    read(server);
    imported.awaitEndpoints(ORDERS);

    server.status("ORDERS", "orders-1", "OUT_OF_SERVICE");
    imported.awaitEndpoints(Map.of("orders", Map.of("10.0.0.1", false, "10.0.0.2", true)));
    server.deregister("ORDERS", "orders-1");
    imported.awaitEndpoints(Map.of("orders", Map.of("10.0.0.2", true)));
    assertThat(imported.state().findings()).isEmpty();
  }

  @Test
  void changesThatWereMissedAreFoundAfterASilence() throws Exception {
    EurekaServer server =
        eureka(
            "retention-time-in-m-s-in-delta-queue=1000",
            "delta-retention-timer-interval-in-ms=200",
            "response-cache-auto-expiration-in-seconds=1");
    registerOrders(server);
    // Slow: what happens in between is forgotten before it is asked for.
    read(
        new EurekaPace(
            Duration.ofSeconds(4),
            Duration.ofMinutes(1),
            Duration.ofSeconds(12),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            Duration.ofSeconds(1)),
        List.of(server.url()));
    imported.awaitEndpoints(ORDERS);

    // The hash does not see where an instance is, only that one is gone.
    server.metadata("ORDERS", "orders-2", "zone", "b");
    await().atMost(LIMIT).until(() -> zones().contains("us-east-1/b"));
    server.deregister("ORDERS", "orders-1");
    imported.awaitEndpoints(Map.of("orders", Map.of("10.0.0.2", true)));
    assertThat(imported.state().findings()).isEmpty();
  }

  @Test
  void theOtherServerIsReadWhenOneIsKilledAndWhatItDoesNotKnowStays() throws Exception {
    EurekaServer first = eureka();
    EurekaServer second = eureka();
    registerOrders(first);
    second.register("ORDERS", "orders-2", "10.0.0.2", 8080, "\"zone\":\"a\"");
    read(first, second);
    imported.awaitEndpoints(ORDERS);

    first.kill();
    imported.awaitCode("PeerUnavailable");
    assertThat(imported.codes()).contains("SourceReset");
    second.register("CARTS", "carts-1", "10.0.1.1", 80, "\"zone\":\"a\"");
    await().atMost(LIMIT).until(() -> imported.endpoints().containsKey("carts"));
    assertThat(imported.endpoints().get("orders")).isEqualTo(ORDERS.get("orders"));

    imported.awaitEndpoints(
        Map.of("orders", Map.of("10.0.0.2", true), "carts", Map.of("10.0.1.1", true)));
    first.startEmpty();
    imported.awaitNoFindings();
    second.deregister("CARTS", "carts-1");
    imported.awaitEndpoints(Map.of("orders", Map.of("10.0.0.2", true)));
  }
}
