package dev.portolan.server.push.engine;

import static dev.portolan.server.control.SampleRecords.cluster;
import static dev.portolan.server.control.SampleRecords.mesh;
import static dev.portolan.server.control.SampleRecords.service;
import static dev.portolan.server.control.SampleRecords.serviceKey;
import static dev.portolan.server.control.SampleRecords.slice;
import static dev.portolan.server.control.SampleRecords.sliceKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Resource;
import dev.portolan.registry.ResourceKey;
import dev.portolan.server.push.RegistryProjection;
import dev.portolan.server.push.TestRegistry;
import dev.portolan.server.push.engine.view.Point;
import dev.portolan.server.push.history.Expected;
import dev.portolan.server.push.history.Model;
import dev.portolan.server.push.history.WatchContract;
import dev.portolan.wire.Violations;
import dev.portolan.wire.xds.ResourceDecoder;
import dev.portolan.wire.xds.ResourceType;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Whatever happens to the registry, to the answers and to the streams, every agent ends up with
 * what the last snapshot lets it see, and nothing else.
 */
class ConvergencePropertyTest {
  private static final List<OriginId> ORIGINS =
      List.of(new OriginId("a"), new OriginId("b"), new OriginId("c"));
  private static final String[] NETWORKS = {"", "one", "two"};

  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private RegistryProjection projection = projection();

  private RegistryProjection projection() {
    waiting.clear();
    return new RegistryProjection(
        waiting::add,
        Clock.fixed(TestRegistry.TIME, ZoneOffset.UTC),
        (where, cause) -> {
          throw new AssertionError(where, cause);
        });
  }

  @Property(tries = 400)
  void everyAgentConverges(@ForAll long seed) {
    // One instance serves all tries.
    projection = projection();
    Random random = new Random(seed);
    TestRegistry registry = new TestRegistry(projection).open(TestRegistry.EPOCH);
    work();
    List<SimulatedAgent> agents = new ArrayList<>();
    for (OriginId origin : ORIGINS) {
      agents.add(agent(origin, random.nextBoolean()));
    }
    List<Model> models = ORIGINS.stream().map(origin -> new Model(Expected::derived)).toList();
    observe(registry, models);
    for (int step = 0; step < 120; step++) {
      if (random.nextInt(3) == 0) {
        change(random, registry);
        observe(registry, models);
      } else {
        disturb(random, registry, agents.get(random.nextInt(agents.size())));
      }
      if (random.nextInt(3) > 0) {
        work();
      }
      agents.forEach(SimulatedAgent::checkUnanswered);
    }
    settle(registry, agents);
    for (int i = 0; i < agents.size(); i++) {
      checkSync(registry.snapshot(), ORIGINS.get(i), agents.get(i));
      assertThat(WatchContract.breaches(models.get(i), agents.get(i).history(), true))
          .as("the watch of %s", ORIGINS.get(i))
          .isEmpty();
    }
  }

  private static void observe(TestRegistry registry, List<Model> models) {
    RegistrySnapshot now = registry.snapshot();
    for (int i = 0; i < models.size(); i++) {
      models.get(i).at(now.revision().sequence(), Expected.versions(now, ORIGINS.get(i)));
    }
  }

  private SimulatedAgent agent(OriginId origin, boolean inlinePoints) {
    return new SimulatedAgent(origin.value(), inlinePoints, direct());
  }

  /**
   * The projection's own thread is the test: what it is given waits until the test lets it work.
   */
  private ViewSource direct() {
    return new ViewSource() {
      @Override
      public void attach(String subscriber, ViewWatcher watcher) {
        projection.attach(subscriber, watcher);
        work();
      }

      @Override
      public void detach(String subscriber, ViewWatcher watcher) {
        projection.detach(subscriber, watcher);
        work();
      }
    };
  }

  private void work() {
    for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
      next.run();
    }
  }

  private static void change(Random random, TestRegistry registry) {
    OriginId origin = ORIGINS.get(random.nextInt(ORIGINS.size()));
    String name = "s" + random.nextInt(4);
    switch (random.nextInt(12)) {
      case 0 -> put(registry, mesh("m", ORIGINS.get(0), ORIGINS.get(1)), mesh("n", ORIGINS.get(2)));
      case 1 -> put(registry, mesh("m", ORIGINS.toArray(OriginId[]::new)));
      case 2 -> put(registry, mesh("n", origin));
      case 3 -> put(registry, cluster(origin, NETWORKS[random.nextInt(NETWORKS.length)]));
      case 4 -> registry.complete(origin);
      case 5, 6 -> remove(registry, serviceKey(origin, name));
      case 7, 8 -> put(registry, service(origin, name, 1 + random.nextInt(50)));
      case 9 -> remove(registry, sliceKey(origin, name, name + "-1"));
      default -> put(registry, slice(origin, name, name + "-1", random.nextInt(5)));
    }
  }

  // Like the registry loop: what is there already is no change.
  private static void put(TestRegistry registry, Resource... resources) {
    List<Resource> changes = new ArrayList<>();
    for (Resource resource : resources) {
      boolean same =
          registry
              .snapshot()
              .find(resource.key())
              .filter(found -> found.resource().equals(resource))
              .isPresent();
      if (!same) {
        changes.add(resource);
      }
    }
    if (!changes.isEmpty()) {
      registry.change(changes, List.of());
    }
  }

  private static void remove(TestRegistry registry, ResourceKey key) {
    if (registry.snapshot().find(key).isPresent()) {
      registry.remove(key);
    }
  }

  private static void disturb(Random random, TestRegistry registry, SimulatedAgent agent) {
    switch (random.nextInt(10)) {
      case 0 -> agent.reconnect(true, random.nextBoolean());
      case 1 -> agent.reconnect(false, false);
      case 2 -> agent.block(true);
      case 3, 4 -> agent.block(false);
      case 5 -> registry.beat();
      default -> agent.answer();
    }
  }

  private void settle(TestRegistry registry, List<SimulatedAgent> agents) {
    work();
    for (SimulatedAgent agent : agents) {
      agent.block(false);
      while (agent.answer()) {
        agent.checkUnanswered();
      }
    }
    registry.beat();
    work();
  }

  private static void checkSync(RegistrySnapshot snapshot, OriginId origin, SimulatedAgent agent) {
    Map<ResourceType, Map<String, Resource>> expected = Expected.resources(snapshot, origin);
    for (ResourceType type : expected.keySet()) {
      Map<String, Resource> held = new TreeMap<>();
      agent
          .held(type)
          .forEach(
              (name, sent) ->
                  held.put(
                      name,
                      ResourceDecoder.decode(type, name, sent.getResource(), new Violations())
                          .orElseThrow()
                          .recorded()
                          .resource()));
      Map<String, Resource> due = new TreeMap<>(expected.get(type));
      // What it refused, it holds in another version or not at all.
      for (Map<String, Resource> each : List.of(held, due)) {
        each.keySet().removeIf(name -> agent.refused().contains(type.typeUrl() + name));
      }
      assertThat(held).as("%s of %s", type, origin).isEqualTo(due);
    }
    assertThat(agent.mark())
        .contains(new Point(TestRegistry.EPOCH, snapshot.revision().sequence()));
  }
}
