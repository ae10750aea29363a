package dev.portolan.it.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.Endpoint;
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
import java.util.SortedMap;
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
  // Long enough for a wrong withdrawal to show.
  private static final Duration WHILE = Duration.ofSeconds(6);
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
  private volatile LocalState state = LocalState.NOTHING;
  private @Nullable ConsulServer consul;
  private @Nullable ConsulLocalServices source;

  @AfterEach
  void stop() {
    if (source != null) {
      source.close();
    }
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
    ConsulLocalServices services =
        new ConsulLocalServices(
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
                    rules.locality(),
                    rules.elsewhere(),
                    List.of("version"))),
            Cluster.ofSource(
                ORIGIN, "", Locality.UNKNOWN, new SourceFacts(Sorted.set(List.of("*")))),
            pace,
            SourceLoop.start());
    source = services;
    services.start(now -> state = now);
  }

  /** Addresses by service, with whether they are ready. */
  private SortedMap<String, SortedMap<String, Boolean>> endpoints() {
    SortedMap<String, SortedMap<String, Boolean>> endpoints = new TreeMap<>();
    var shard = state.records().origin(ORIGIN);
    shard.services().forEach(each -> endpoints.put(each.resource().key().name(), new TreeMap<>()));
    shard
        .slices()
        .forEach(
            slice -> {
              for (Endpoint endpoint : slice.resource().endpoints()) {
                endpoints
                    .getOrDefault(slice.resource().key().service().name(), new TreeMap<>())
                    .put(endpoint.address(), endpoint.ready());
              }
            });
    return endpoints;
  }

  private List<String> codes() {
    return state.findings().stream().map(finding -> finding.code().reason()).toList();
  }

  private void awaitEndpoints(Map<String, Map<String, Boolean>> expected) {
    await().atMost(LIMIT).untilAsserted(() -> assertThat(endpoints()).isEqualTo(expected));
  }

  private void awaitCode(String reason) {
    await().atMost(LIMIT).untilAsserted(() -> assertThat(codes()).contains(reason));
  }

  private void awaitNoFindings() {
    await().atMost(LIMIT).untilAsserted(() -> assertThat(state.findings()).isEmpty());
  }

  private void assertStays(Map<String, Map<String, Boolean>> expected) {
    await()
        .atMost(WHILE.plus(LIMIT))
        .during(WHILE)
        .untilAsserted(() -> assertThat(endpoints()).isEqualTo(expected));
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
    awaitEndpoints(ORDERS);
    await().atMost(LIMIT).until(() -> state.complete());

    server.fail("orders-1");
    awaitEndpoints(Map.of("orders", Map.of("10.0.0.1", false, "10.0.0.2", true)));
    server.warn("orders-1");
    awaitEndpoints(ORDERS);
    server.maintain("orders-2", true);
    awaitEndpoints(Map.of("orders", Map.of("10.0.0.1", true, "10.0.0.2", false)));
    server.maintain("orders-2", false);
    awaitEndpoints(ORDERS);

    server.register("carts", "carts-1", "10.0.1.1", 80, "\"Tags\":[\"protocol=grpc\"]");
    await().atMost(LIMIT).until(() -> endpoints().containsKey("carts"));
    server.deregister("carts-1");
    awaitEndpoints(ORDERS);
    assertThat(state.findings()).isEmpty();
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
    awaitEndpoints(ORDERS);

    server.kill();
    awaitCode("SourceUnavailable");
    assertStays(ORDERS);

    server.startEmpty();
    awaitCode("SourceReset");
    assertStays(ORDERS);

    server.register("orders", "orders-2", "10.0.0.2", 8080);
    assertThat(endpoints()).isEqualTo(ORDERS);
    awaitEndpoints(Map.of("orders", Map.of("10.0.0.2", true)));
    awaitNoFindings();
  }

  @Test
  void aPausedServerIsNoticedAndDeletesNothing() throws Exception {
    ConsulServer server = consul();
    registerOrders(server);
    read(ConsulEndpoint.of(server.url()));
    awaitEndpoints(ORDERS);

    server.pause();
    awaitCode("SourceUnavailable");
    assertStays(ORDERS);
    assertThat(state.findings().get(0).message()).contains("no answer within");

    server.goOn();
    awaitNoFindings();
    server.fail("orders-1");
    awaitEndpoints(Map.of("orders", Map.of("10.0.0.1", false, "10.0.0.2", true)));
  }

  @Test
  void withoutATokenUnderDefaultDenyNothingIsConcluded() throws Exception {
    ConsulServer server = consul(ConsulServer.WITH_ACCESS_RULES);
    registerOrders(server);

    read(ConsulEndpoint.of(server.url()));

    awaitCode("SourceDenied");
    await().during(WHILE).atMost(LIMIT).until(() -> !state.complete());
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
    awaitEndpoints(ORDERS);
    assertThat(state.findings()).isEmpty();

    // Good, but for another service: 200 and nothing.
    String narrow = server.token("service \"other\" { policy = \"read\" }");
    Files.writeString(token, narrow);
    awaitCode("SourceDenied");
    assertStays(ORDERS);

    // Unknown: 403.
    Files.writeString(token, "99999999-2222-3333-4444-555555555555");
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> assertThat(state.findings().toString()).contains("403").contains("not found"));
    assertStays(ORDERS);

    Files.writeString(token, ConsulServer.ROOT + "\n");
    awaitNoFindings();
    assertThat(endpoints()).isEqualTo(ORDERS);
  }

  @Test
  void moreServicesThanTheServerHasConnectionsForAreStillRead() throws Exception {
    ConsulServer server = consul();
    for (int i = 0; i < 230; i++) {
      server.register("s" + i, "s" + i, "10.1.0." + i, 80);
    }
    read(ConsulEndpoint.of(server.url()));

    await().atMost(LIMIT).until(() -> endpoints().size() == 230);
    await().atMost(LIMIT).until(() -> state.complete());
    awaitCode("SourceTurns");
    server.fail("s229");
    await()
        .atMost(LIMIT)
        .until(() -> endpoints().getOrDefault("s229", new TreeMap<>()).containsValue(false));
    assertThat(codes()).containsExactly("SourceTurns");
  }

  @Test
  void aServerThatRefusesConnectionsAsBusyDeletesNothing() throws Exception {
    ConsulServer server = consul("limits{http_max_conns_per_client=5}");
    for (int i = 0; i < 3; i++) {
      server.register("s" + i, "s" + i, "10.1.0." + i, 80);
    }
    read(ConsulEndpoint.of(server.url()));
    await().atMost(LIMIT).until(() -> endpoints().size() == 3);

    // Over the one connection that this test keeps.
    for (int i = 3; i < 12; i++) {
      server.register("s" + i, "s" + i, "10.1.0." + i, 80);
    }
    awaitCode("SourceUnavailable");
    assertThat(state.findings().toString()).contains("429");
    assertThat(endpoints().keySet()).contains("s0", "s1", "s2");
  }
}
