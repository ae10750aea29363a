package dev.portolan.it.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.SourceFacts;
import dev.portolan.source.loop.SourceLoop;
import dev.portolan.source.mapping.MappingRules;
import dev.portolan.source.mapping.ServiceMapping;
import dev.portolan.source.zookeeper.ZooKeeperLocalServices;
import dev.portolan.source.zookeeper.ZooKeeperPace;
import dev.portolan.source.zookeeper.client.SessionZooKeeper;
import dev.portolan.source.zookeeper.client.ZooKeeperEndpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A source reads a real ZooKeeper, through everything that is known to go wrong with one. */
@Timeout(180)
class ZooKeeperSourceIT {
  private static final OriginId ORIGIN = new OriginId("zk-1");
  private static final Duration LIMIT = Duration.ofSeconds(40);
  // Long enough for a wrong withdrawal to show.
  private static final Duration WHILE = Duration.ofSeconds(3);
  private static final Duration SESSION = Duration.ofSeconds(2);
  private static final ZooKeeperPace PACE =
      new ZooKeeperPace(
          SESSION,
          Duration.ofMillis(20),
          Duration.ofMillis(50),
          Duration.ofMinutes(5),
          Duration.ofSeconds(1),
          Duration.ofSeconds(8),
          Duration.ofSeconds(1));
  private static final String ORDERS = "/services/orders/";

  @TempDir private Path directory;
  private final Imported imported = new Imported(ORIGIN, LIMIT);
  private @Nullable ZooKeeperServer server;

  @AfterEach
  void stop() throws Exception {
    imported.close();
    if (server != null) {
      server.close();
    }
  }

  private ZooKeeperServer zooKeeper() throws Exception {
    ZooKeeperServer started = ZooKeeperServer.start(directory);
    server = started;
    return started;
  }

  private void read(ZooKeeperEndpoint endpoint) {
    imported.start(
        ZooKeeperLocalServices.of(
            new SessionZooKeeper(endpoint),
            List.of("/services"),
            new ServiceMapping(ORIGIN, MappingRules.DEFAULT),
            Cluster.ofSource(
                ORIGIN, "", Locality.UNKNOWN, new SourceFacts(Sorted.set(List.of("*")))),
            PACE,
            SourceLoop.start()));
  }

  private ZooKeeperEndpoint endpoint(ZooKeeperServer of) {
    return ZooKeeperEndpoint.of(of.connect(), SESSION);
  }

  private static String curator(String address) {
    return """
        {"name":"orders","id":"x","address":"%s","port":8080,"sslPort":null,
         "payload":{"@class":"com.example.Meta","version":"v1"},
         "registrationTimeUTC":1700000000000,"serviceType":"DYNAMIC","uriSpec":null}"""
        .formatted(address);
  }

  private SortedMap<String, List<String>> endpoints() {
    SortedMap<String, List<String>> endpoints = new TreeMap<>();
    var shard = imported.shard();
    shard.services().forEach(each -> endpoints.put(each.resource().key().name(), List.of()));
    shard
        .slices()
        .forEach(
            slice ->
                endpoints.put(
                    slice.resource().key().service().name(),
                    slice.resource().endpoints().stream().map(each -> each.address()).toList()));
    return endpoints;
  }

  private void awaitOrders(String... addresses) {
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(endpoints().get("orders")).containsExactly(addresses));
  }

  private void assertStays(String... addresses) {
    await()
        .atMost(WHILE.plus(LIMIT))
        .during(WHILE)
        .untilAsserted(() -> assertThat(endpoints().get("orders")).containsExactly(addresses));
  }

  @Test
  void followsInstancesAsCuratorAndOthersWriteThem() throws Exception {
    ZooKeeperServer running = zooKeeper();
    running.register(ORDERS + "1", curator("10.0.0.1"));
    read(endpoint(running));
    awaitOrders("10.0.0.1");
    await().atMost(LIMIT).until(() -> imported.state().complete());

    running.register(ORDERS + "2", "10.0.0.2:8080");
    awaitOrders("10.0.0.1", "10.0.0.2");
    running.change(ORDERS + "1", curator("10.0.0.3"));
    awaitOrders("10.0.0.2", "10.0.0.3");
    running.delete(ORDERS + "2");
    awaitOrders("10.0.0.3");
    running.register("/services/carts/10.0.1.1:80", "");
    await().atMost(LIMIT).until(() -> endpoints().containsKey("carts"));
    running.delete("/services/carts");
    await().atMost(LIMIT).until(() -> !endpoints().containsKey("carts"));
    assertThat(imported.state().findings()).isEmpty();
  }

  @Test
  void aKilledServerThatComesBackDeletesNothingAndIsFollowed() throws Exception {
    ZooKeeperServer running = zooKeeper();
    running.register(ORDERS + "1", curator("10.0.0.1"));
    read(endpoint(running));
    awaitOrders("10.0.0.1");

    running.kill();
    imported.awaitCode("SourceUnavailable");
    assertStays("10.0.0.1");

    running.run();
    imported.awaitNoFindings();
    running.register(ORDERS + "2", "10.0.0.2:8080");
    awaitOrders("10.0.0.1", "10.0.0.2");
  }

  @Test
  void aPausedServerEndsTheSessionAndDeletesNothing() throws Exception {
    ZooKeeperServer running = zooKeeper();
    running.register(ORDERS + "1", curator("10.0.0.1"));
    read(endpoint(running));
    awaitOrders("10.0.0.1");

    running.pause();
    imported.awaitCode("SourceUnavailable");
    assertStays("10.0.0.1");

    running.goOn();
    imported.awaitNoFindings();
    running.register(ORDERS + "2", "10.0.0.2:8080");
    awaitOrders("10.0.0.1", "10.0.0.2");
  }

  @Test
  void sessionsThatEndDuringAnInterruptionDeleteNothingForAGrace() throws Exception {
    ZooKeeperServer running = zooKeeper();
    running.register(ORDERS + "1", curator("10.0.0.1"));
    running.register(ORDERS + "2", curator("10.0.0.2"));
    read(endpoint(running));
    awaitOrders("10.0.0.1", "10.0.0.2");

    running.kill();
    imported.awaitCode("SourceUnavailable");
    running.run();
    running.closeClient();
    imported.awaitCode("AbsenceDoubted");
    assertStays("10.0.0.1", "10.0.0.2");

    running.register(ORDERS + "2", curator("10.0.0.2"));
    awaitOrders("10.0.0.2");
    imported.awaitNoFindings();
  }

  // It refuses a session that has seen more than it has.
  @Test
  void aServerThatLostItsDataDeletesNothing() throws Exception {
    ZooKeeperServer running = zooKeeper();
    running.register(ORDERS + "1", curator("10.0.0.1"));
    read(endpoint(running));
    awaitOrders("10.0.0.1");

    running.kill();
    running.runEmpty();
    imported.awaitCode("PathMissing");
    assertStays("10.0.0.1");

    running.register(ORDERS + "2", "10.0.0.2:8080");
    awaitOrders("10.0.0.1", "10.0.0.2");
    imported.awaitCode("AbsenceDoubted");
    awaitOrders("10.0.0.2");
    imported.awaitNoFindings();
  }

  @Test
  void badNodesStopNoOthers() throws Exception {
    ZooKeeperServer running = zooKeeper();
    running.register(ORDERS + "1", curator("10.0.0.1"));
    running.register(ORDERS + "bad", "{\"address\":");
    running.register(ORDERS + "large", "x".repeat(200_000));
    read(endpoint(running));

    awaitOrders("10.0.0.1");
    imported.awaitCode("NodeUnreadable");
    assertThat(imported.state().findings().toString())
        .contains("2 nodes", ORDERS + "bad", ORDERS + "large");
    running.register(ORDERS + "2", "10.0.0.2:8080");
    awaitOrders("10.0.0.1", "10.0.0.2");
    running.change(ORDERS + "1", "nonsense");
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> assertThat(imported.state().findings().toString()).contains("3 nodes"));
    assertStays("10.0.0.1", "10.0.0.2");
  }

  @Test
  void aPathThatIsNotThereYetIsWaitedForAndOneThatIsTakenAwayDeletesNothing() throws Exception {
    ZooKeeperServer running = zooKeeper();
    read(endpoint(running));
    imported.awaitCode("PathMissing");
    assertThat(imported.state().complete()).isFalse();

    running.register(ORDERS + "1", curator("10.0.0.1"));
    awaitOrders("10.0.0.1");
    imported.awaitNoFindings();

    running.delete("/services");
    imported.awaitCode("PathMissing");
    assertStays("10.0.0.1");
  }

  @Test
  void whatMayNotBeReadIsNotGoneAndAnIdentityReadsIt() throws Exception {
    ZooKeeperServer running = zooKeeper();
    running.register(ORDERS + "1", curator("10.0.0.1"));
    running.register("/services/carts/1", "10.0.1.1:80");
    Path identity = directory.resolve("identity");
    Files.writeString(identity, "nobody:nothing\n");
    read(endpoint(running).as(identity));
    awaitOrders("10.0.0.1");

    running.restrict(ORDERS + "1", "reader:secret");
    running.restrict("/services/carts", "reader:secret");
    running.register(ORDERS + "2", "10.0.0.2:8080");
    running.change("/services/orders", "read it again");
    awaitOrders("10.0.0.1", "10.0.0.2");
    running.change("/services", "read it again");
    imported.awaitCode("SourceDenied");
    assertStays("10.0.0.1", "10.0.0.2");
    assertThat(endpoints()).containsKey("carts");

    Files.writeString(identity, "reader:secret\n");
    imported.awaitNoFindings();
    assertThat(endpoints()).containsOnlyKeys("carts", "orders");
  }

  @Test
  void aPathBehindTheServersIsPutBeforeAllOthers() throws Exception {
    ZooKeeperServer running = zooKeeper();
    running.register("/prod/services/orders/1", curator("10.0.0.1"));
    read(ZooKeeperEndpoint.of(running.connect() + "/prod", SESSION));
    awaitOrders("10.0.0.1");

    running.kill();
    imported.awaitCode("SourceUnavailable");
    running.run();
    running.register("/prod/services/orders/2", "10.0.0.2:8080");
    awaitOrders("10.0.0.1", "10.0.0.2");
    running.register("/prod/services/orders/3", "10.0.0.3:8080");
    awaitOrders("10.0.0.1", "10.0.0.2", "10.0.0.3");
  }
}
