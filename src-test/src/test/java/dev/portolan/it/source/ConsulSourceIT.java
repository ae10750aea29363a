package dev.portolan.it.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.SourceFacts;
import dev.portolan.source.consul.ConsulLocalServices;
import dev.portolan.source.consul.ConsulPace;
import dev.portolan.source.consul.http.ConsulEndpoint;
import dev.portolan.source.consul.http.HttpConsul;
import dev.portolan.source.loop.SourceLoop;
import dev.portolan.source.mapping.MappingRules;
import dev.portolan.source.mapping.Selector;
import dev.portolan.source.mapping.ServiceMapping;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A source reads a real Consul, through everything that is known to go wrong with one. */
@Timeout(180)
class ConsulSourceIT {
  private static final OriginId ORIGIN = new OriginId("consul-1");
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final ConsulPace PACE =
      new ConsulPace(
          100,
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofMillis(50),
          Duration.ofSeconds(1),
          Duration.ofSeconds(8),
          Duration.ofSeconds(1));

  @TempDir private Path directory;
  private final Imported imported = new Imported(ORIGIN, LIMIT);
  private @Nullable ConsulServer consul;

  @AfterEach
  void stop() {
    imported.close();
    if (consul != null) {
      consul.close();
    }
  }

  private ConsulServer consul(String... hcl) throws Exception {
    ConsulServer started = ConsulServer.start(directory, hcl);
    consul = started;
    return started;
  }

  private void read(ConsulEndpoint endpoint) throws Exception {
    read(endpoint, PACE);
  }

  private void read(ConsulEndpoint endpoint, ConsulPace pace) throws Exception {
    MappingRules rules = MappingRules.DEFAULT;
    imported.start(
        ConsulLocalServices.of(
            new HttpConsul(endpoint.answering(Duration.ofSeconds(2))),
            new ServiceMapping(
                ORIGIN,
                new MappingRules(
                    new Selector(
                        List.of("*"),
                        List.of("consul"),
                        Sorted.set(List.of()),
                        Sorted.map(Map.of())),
                    rules.namespace(),
                    rules.name(),
                    rules.port(),
                    rules.protocol(),
                    rules.tls(),
                    rules.locality(),
                    rules.elsewhere(),
                    List.of("version"))),
            Cluster.ofSource(
                ORIGIN, "", Locality.UNKNOWN, new SourceFacts(Sorted.set(List.of("*")))),
            pace,
            SourceLoop.start()));
  }

  private static final Map<String, Map<String, Boolean>> ORDERS =
      Map.of("orders", Map.of("10.0.0.1", true, "10.0.0.2", true));

  private static void registerOrders(ConsulServer consul) {
    consul.register("orders", "orders-1", "10.0.0.1", 8080);
    consul.register("orders", "orders-2", "10.0.0.2", 8080);
  }

  @Test
  void followsInstancesTheirHealthAndMaintenance() throws Exception {
    ConsulServer server = consul();
    registerOrders(server);
    read(ConsulEndpoint.of(server.url()));
    imported.awaitEndpoints(ORDERS);
    await().atMost(LIMIT).until(() -> imported.state().complete());

    server.fail("orders-1");
    imported.awaitEndpoints(Map.of("orders", Map.of("10.0.0.1", false, "10.0.0.2", true)));
    server.warn("orders-1");
    imported.awaitEndpoints(ORDERS);
    server.maintain("orders-2", true);
    imported.awaitEndpoints(Map.of("orders", Map.of("10.0.0.1", true, "10.0.0.2", false)));
    server.maintain("orders-2", false);
    imported.awaitEndpoints(ORDERS);

    server.register("carts", "carts-1", "10.0.1.1", 80, "\"Tags\":[\"protocol=grpc\"]");
    await().atMost(LIMIT).until(() -> imported.endpoints().containsKey("carts"));
    server.deregister("carts-1");
    imported.awaitEndpoints(ORDERS);
    assertThat(imported.state().findings()).isEmpty();
  }

  @Test
  void aKilledServerThatComesBackEmptyDeletesNothing() throws Exception {
    ConsulServer server = consul();
    // The index of the first life is well above that of the second.
    for (int i = 0; i < 100; i++) {
      server.register("orders", "orders-1", "10.0.0.1", 9000 + i);
    }
    registerOrders(server);
    read(ConsulEndpoint.of(server.url()));
    imported.awaitEndpoints(ORDERS);

    server.kill();
    imported.awaitCode("SourceUnavailable");
    imported.assertStays(ORDERS);

    server.startEmpty();
    imported.awaitCode("SourceReset");
    imported.assertStays(ORDERS);

    server.register("orders", "orders-2", "10.0.0.2", 8080);
    assertThat(imported.endpoints()).isEqualTo(ORDERS);
    imported.awaitEndpoints(Map.of("orders", Map.of("10.0.0.2", true)));
    imported.awaitNoFindings();
  }

  @Test
  void aPausedServerIsNoticedAndDeletesNothing() throws Exception {
    ConsulServer server = consul();
    registerOrders(server);
    read(ConsulEndpoint.of(server.url()));
    imported.awaitEndpoints(ORDERS);

    server.pause();
    imported.awaitCode("SourceUnavailable");
    imported.assertStays(ORDERS);
    assertThat(imported.state().findings().get(0).message()).contains("no answer within");

    server.goOn();
    imported.awaitNoFindings();
    server.fail("orders-1");
    imported.awaitEndpoints(Map.of("orders", Map.of("10.0.0.1", false, "10.0.0.2", true)));
  }

  @Test
  void withoutATokenUnderDefaultDenyNothingIsConcluded() throws Exception {
    ConsulServer server = consul(ConsulServer.WITH_ACCESS_RULES);
    registerOrders(server);

    read(ConsulEndpoint.of(server.url()));

    imported.awaitCode("SourceDenied");
    await().during(Imported.WHILE).atMost(LIMIT).until(() -> !imported.state().complete());
  }

  @Test
  void aTokenThatLosesItsRightsDeletesNothing() throws Exception {
    ConsulServer server = consul(ConsulServer.WITH_ACCESS_RULES);
    registerOrders(server);
    Path token = directory.resolve("token");
    Files.writeString(
        token,
        server.token(
            "service_prefix \"\" { policy = \"read\" } node_prefix \"\" { policy = \"read\" }"));
    read(ConsulEndpoint.of(server.url()).withToken(token));
    imported.awaitEndpoints(ORDERS);
    assertThat(imported.state().findings()).isEmpty();

    // Good, but for another service: 200 and nothing.
    String narrow = server.token("service \"other\" { policy = \"read\" }");
    Files.writeString(token, narrow);
    imported.awaitCode("SourceDenied");
    imported.assertStays(ORDERS);

    // Unknown: 403.
    Files.writeString(token, "99999999-2222-3333-4444-555555555555");
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(imported.state().findings().toString())
                    .contains("403")
                    .contains("not found"));
    imported.assertStays(ORDERS);

    Files.writeString(token, ConsulServer.ROOT + "\n");
    imported.awaitNoFindings();
    assertThat(imported.endpoints()).isEqualTo(ORDERS);
  }

  @Test
  void moreServicesThanTheServerHasConnectionsForAreStillRead() throws Exception {
    ConsulServer server = consul();
    for (int i = 0; i < 230; i++) {
      server.register("s" + i, "s" + i, "10.1.0." + i, 80);
    }
    read(ConsulEndpoint.of(server.url()));

    await().atMost(LIMIT).until(() -> imported.endpoints().size() == 230);
    await().atMost(LIMIT).until(() -> imported.state().complete());
    imported.awaitCode("SourceTurns");
    server.fail("s229");
    await()
        .atMost(LIMIT)
        .until(
            () -> imported.endpoints().getOrDefault("s229", new TreeMap<>()).containsValue(false));
    assertThat(imported.codes()).containsExactly("SourceTurns");
  }

  @Test
  void aServerThatRefusesConnectionsAsBusyDeletesNothing() throws Exception {
    ConsulServer server = consul("limits{http_max_conns_per_client=5}");
    for (int i = 0; i < 3; i++) {
      server.register("s" + i, "s" + i, "10.1.0." + i, 80);
    }
    read(ConsulEndpoint.of(server.url()));
    await().atMost(LIMIT).until(() -> imported.endpoints().size() == 3);

    // Over the one connection that this test keeps.
    for (int i = 3; i < 12; i++) {
      server.register("s" + i, "s" + i, "10.1.0." + i, 80);
    }
    imported.awaitCode("SourceUnavailable");
    assertThat(imported.state().findings().toString()).contains("429");
    assertThat(imported.endpoints().keySet()).contains("s0", "s1", "s2");
  }
}
