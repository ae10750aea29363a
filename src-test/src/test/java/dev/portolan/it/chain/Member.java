package dev.portolan.it.chain;

import static org.awaitility.Awaitility.await;

import dev.portolan.agent.Agent;
import dev.portolan.agent.apply.ApplyLimits;
import dev.portolan.agent.cache.FileJournal;
import dev.portolan.agent.cache.StateDirectory;
import dev.portolan.agent.cache.StateException;
import dev.portolan.agent.session.HubChannel;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.ResourceKey;
import dev.portolan.world.Origin;
import io.grpc.inprocess.InProcessChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A cluster with its objects and, most of the time, an agent. Confined to the test's thread. */
final class Member implements AutoCloseable {
  // The brake has its own tests; here it would hide what was wanted.
  private static final ApplyLimits LIMITS = ApplyLimits.unpaced(Duration.ofHours(1), 100, 1000);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Origin origin;
  private final ClusterObjects objects;
  private final String hub;
  private final Path states;
  private final Wire wire;
  private @Nullable Agent agent;
  private long startedMillis;

  Member(Origin origin, ClusterObjects objects, String hub, Path states, Executor executor) {
    this.origin = origin;
    this.objects = objects;
    this.hub = hub;
    this.states = states;
    this.wire = new Wire(executor);
  }

  Origin origin() {
    return origin;
  }

  OriginId id() {
    return origin.id();
  }

  ClusterObjects objects() {
    return objects;
  }

  Wire wire() {
    return wire;
  }

  boolean running() {
    return agent != null;
  }

  /** Not after the incarnation of the agent's process. */
  long startedMillis() {
    return startedMillis;
  }

  /**
   * Starts a process of the agent.
   *
   * @param unread what it has not read yet; see {@link Origin#services}
   */
  void start(Set<ResourceKey> unread) {
    StateDirectory directory =
        await()
            .atMost(PATIENCE)
            .ignoreException(StateException.class)
            .until(this::claim, claimed -> true);
    startedMillis = System.currentTimeMillis();
    agent =
        Agent.start(
            id(),
            origin.services(unread),
            HubChannel.over(hub, InProcessChannelBuilder.forName(hub).intercept(wire).build()),
            new Agent.Output(objects.sink(), LIMITS),
            new FileJournal(directory, id()));
  }

  private StateDirectory claim() {
    return StateDirectory.claim(states, id());
  }

  void stop() {
    if (agent != null) {
      agent.close();
      agent = null;
    }
  }

  /** What the process before remembered is gone. */
  void forget() throws IOException {
    await()
        .atMost(PATIENCE)
        .ignoreException(StateException.class)
        .until(
            () -> {
              claim().close();
              return true;
            });
    Files.deleteIfExists(states.resolve(id().value()).resolve("received.journal"));
  }

  @Override
  public void close() {
    stop();
  }
}
