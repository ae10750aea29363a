package dev.portolan.server.query;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.federation.Surroundings;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.Liveness;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Resource;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Rule;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.server.control.CollectedFaults;
import dev.portolan.server.control.RegistryEvent;
import dev.portolan.server.control.RegistryEvent.Change;
import dev.portolan.server.control.RegistryLoop;
import dev.portolan.server.rpc.ErrorInterceptor;
import dev.portolan.server.store.InMemoryStore;
import dev.portolan.v1.RefusedResource;
import dev.portolan.v1.RegistryServiceGrpc;
import dev.portolan.wire.FindingCodec;
import dev.portolan.wire.RevisionCodec;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The real loop and the real registry service in process; agents and time are the test's. */
final class QueryRig implements AutoCloseable {
  /** What the hub's clock shows. */
  static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final PublishedSnapshots snapshots = new PublishedSnapshots(executor);
  private final Map<OriginId, Agents.Agent> agents = new ConcurrentHashMap<>();
  private final Map<OriginId, List<RefusedResource>> refused = new ConcurrentHashMap<>();
  private final Map<OriginId, Duration> probations = new ConcurrentHashMap<>();
  private final Map<OriginId, Long> batches = new HashMap<>();
  private final AtomicLong nanos = new AtomicLong();
  private final RegistryLoop loop;
  private final Server server;
  private final ManagedChannel channel;

  QueryRig() {
    loop =
        new RegistryLoop(
            RegistryLoop.Settings.DEFAULT,
            new InMemoryStore(),
            Clock.systemUTC(),
            List.of(snapshots),
            new CollectedFaults());
    loop.start();
    RegistryService service =
        new RegistryService(
            snapshots,
            new Observations(
                new TestAgents(agents),
                origin -> refused.getOrDefault(origin, List.of()),
                origin -> Optional.ofNullable(probations.get(origin)),
                key -> Optional.empty()),
            nanos::get,
            Clock.fixed(NOW, ZoneOffset.UTC));
    String name = InProcessServerBuilder.generateName();
    try {
      server =
          InProcessServerBuilder.forName(name)
              .addService(ServerInterceptors.intercept(service, new ErrorInterceptor()))
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    channel = InProcessChannelBuilder.forName(name).build();
  }

  private record TestAgents(Map<OriginId, Agent> known) implements Agents {
    @Override
    public SortedSet<OriginId> origins() {
      return new TreeSet<>(known.keySet());
    }

    @Override
    public Optional<Agent> find(OriginId origin) {
      return Optional.ofNullable(known.get(origin));
    }
  }

  RegistryServiceGrpc.RegistryServiceBlockingStub stub() {
    return RegistryServiceGrpc.newBlockingStub(channel);
  }

  ManagedChannel channel() {
    return channel;
  }

  PublishedSnapshots snapshots() {
    return snapshots;
  }

  /** Makes records of an origin durable and published. */
  void put(OriginId origin, Resource... resources) {
    change(origin, Stream.of(resources).map(Change.Put::new));
  }

  void remove(OriginId origin, ResourceKey key) {
    change(origin, Stream.of(new Change.Remove(key)));
  }

  private void change(OriginId origin, Stream<? extends Change> changes) {
    long number = batches.merge(origin, 1L, Long::sum);
    loop.submit(
            new RegistryEvent.Batch(origin, 1, number, changes.map(Change.class::cast).toList()))
        .join();
  }

  void meshes(VirtualMesh... meshes) {
    rules(meshes);
  }

  void rules(Rule... rules) {
    loop.submit(new RegistryEvent.ReplaceRules(List.of(rules))).join();
  }

  void agent(OriginId origin, boolean connected) {
    agents.put(
        origin,
        new Agents.Agent(connected, "test", Instant.EPOCH, Optional.empty(), Optional.empty()));
  }

  /** The origin's agent has said what its cluster has, beside what it said before. */
  void amid(OriginId origin, Surroundings surroundings) {
    Optional<dev.portolan.v1.Status> status =
        Optional.ofNullable(agents.get(origin)).flatMap(Agents.Agent::status);
    agents.put(
        origin, new Agents.Agent(true, "test", Instant.EPOCH, status, Optional.of(surroundings)));
  }

  /** The origin's agent sends a status with this finding and no other. */
  void finds(OriginId origin, FindingCode code, String subject) {
    says(
        origin,
        dev.portolan.v1.Status.newBuilder()
            .addFindings(FindingCodec.encode(new Finding(code, subject, "so it is"))));
  }

  /** The origin's agent has in force what the registry has now. */
  void catchesUp(OriginId origin) {
    says(
        origin,
        dev.portolan.v1.Status.newBuilder()
            .setApplied(RevisionCodec.encode(loop.snapshot().revision())));
  }

  private void says(OriginId origin, dev.portolan.v1.Status.Builder status) {
    Optional<Surroundings> surroundings =
        Optional.ofNullable(agents.get(origin)).flatMap(Agents.Agent::surroundings);
    agents.put(
        origin,
        new Agents.Agent(true, "test", Instant.EPOCH, Optional.of(status.build()), surroundings));
  }

  void refuse(OriginId origin, String type, String name) {
    refused.put(origin, List.of(RefusedResource.newBuilder().setType(type).setName(name).build()));
  }

  /** The hub judges the origin's life. */
  void judge(OriginId origin, Liveness liveness) {
    loop.submit(new RegistryEvent.Judge(origin, Optional.of(liveness))).join();
  }

  /** The origin is heard again, and has to be for so long. */
  void probation(OriginId origin, Duration left) {
    probations.put(origin, left);
  }

  /** Time passes. */
  void elapse(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  static StatusRuntimeException failureOf(ThrowingCallable call) {
    return catchThrowableOfType(StatusRuntimeException.class, call);
  }

  static Status.Code codeOf(ThrowingCallable call) {
    return failureOf(call).getStatus().getCode();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
    loop.close();
    executor.shutdownNow();
  }
}
