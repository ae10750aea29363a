package dev.portolan.server.registration;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.server.control.CollectedFaults;
import dev.portolan.server.control.FakeStore;
import dev.portolan.server.control.RegistrationEvent;
import dev.portolan.server.control.RegistryEvent;
import dev.portolan.server.control.RegistryLoop;
import dev.portolan.server.guard.Brake;
import dev.portolan.server.guard.BrakeLimits;
import dev.portolan.server.query.Agents;
import dev.portolan.server.query.Observations;
import dev.portolan.server.query.PublishedSnapshots;
import dev.portolan.server.query.RegistrationQuestions;
import dev.portolan.server.query.RegistryService;
import dev.portolan.server.rpc.ErrorInterceptor;
import dev.portolan.server.security.CallTransport;
import dev.portolan.server.security.PlaintextAuthenticator;
import dev.portolan.v1.RegistrationServiceGrpc;
import dev.portolan.v1.RegistrationServiceGrpc.RegistrationServiceBlockingStub;
import dev.portolan.v1.RegistryServiceGrpc;
import dev.portolan.v1.RegistryServiceGrpc.RegistryServiceBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** A hub's registrations behind an in-process transport, over a real loop; time is the test's. */
final class RegistrationRig implements AutoCloseable {
  static final RegistrationLimits LIMITS =
      RegistrationLimits.standard(Duration.ofSeconds(10), Duration.ofSeconds(30));

  private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
  private static final OriginId NOBODY = new OriginId("nobody");

  final AtomicLong nanos = new AtomicLong();
  final CollectedFaults faults = new CollectedFaults();
  final Set<OriginId> heard = ConcurrentHashMap.newKeySet();
  final Leases leases;
  final RegistryLoop loop;
  final FakeStore store;
  private final LeaseWatch watch;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Server server;
  private final ManagedChannel channel;
  private long batches;

  RegistrationRig() {
    this(new FakeStore(), LIMITS, 0);
  }

  RegistrationRig(FakeStore store, RegistrationLimits limits, long now) {
    nanos.set(now);
    this.store = store;
    leases = new Leases(limits, nanos::get);
    PublishedSnapshots snapshots = new PublishedSnapshots(executor);
    loop =
        new RegistryLoop(
            RegistryLoop.Settings.DEFAULT,
            store,
            new NanoClock(),
            List.of(leases, snapshots),
            faults,
            new Brake(BrakeLimits.DEFAULT, Map.of()));
    loop.start();
    watch = new LeaseWatch(loop, leases);
    RegistrationService service =
        new RegistrationService(
            new RegistrationParts(
                loop,
                new PlaintextAuthenticator(),
                leases,
                heard::add,
                new RegistrationQuestions(snapshots, nanos::get),
                limits,
                nanos::get,
                executor));
    RegistryService questions =
        new RegistryService(
            snapshots,
            new Observations(
                new NoAgents(), origin -> List.of(), origin -> Optional.empty(), leases),
            nanos::get,
            new NanoClock());
    String name = InProcessServerBuilder.generateName();
    try {
      server =
          InProcessServerBuilder.forName(name)
              .addService(
                  ServerInterceptors.interceptForward(
                      service.bindService(), new ErrorInterceptor(), new CallTransport()))
              .addService(ServerInterceptors.intercept(questions, new ErrorInterceptor()))
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    channel = InProcessChannelBuilder.forName(name).build();
  }

  /** The same registry in a hub that was just started. */
  RegistrationRig restarted() {
    close();
    return new RegistrationRig(new FakeStore(store.load()), LIMITS, nanos.get());
  }

  RegistrationServiceBlockingStub stub() {
    return RegistrationServiceGrpc.newBlockingStub(channel);
  }

  RegistryServiceBlockingStub questions() {
    return RegistryServiceGrpc.newBlockingStub(channel);
  }

  ManagedChannel channel() {
    return channel;
  }

  RegistrySnapshot snapshot() {
    return loop.snapshot();
  }

  /** A process that registers for an origin. */
  TestSession session(String origin, String name) {
    return new TestSession(this, origin, name, 1);
  }

  /** Time passes, the hub being awake; what is overdue has been decided about afterwards. */
  void pass(Duration time) {
    long ticks = time.dividedBy(LeaseWatch.TICK);
    for (long i = 0; i < ticks; i++) {
      nanos.addAndGet(LeaseWatch.TICK.toNanos());
      watch.tick();
      flush();
    }
  }

  /** Time passes in which the hub stands still. */
  void stall(Duration time) {
    nanos.addAndGet(time.toNanos());
    watch.tick();
    flush();
  }

  /** An agent reports for an origin of its own. */
  void agentReports(OriginId origin) {
    batches++;
    loop.submit(new RegistryEvent.Batch(origin, 1, batches, List.of())).join();
    leases.reporterHeard();
  }

  private void flush() {
    // What was submitted before is decided when this is.
    loop.submit(new RegistrationEvent.Settle(NOBODY)).handle((outcome, refusal) -> "").join();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
    loop.close();
    executor.shutdownNow();
  }

  private record NoAgents() implements Agents {
    @Override
    public SortedSet<OriginId> origins() {
      return new TreeSet<>();
    }

    @Override
    public Optional<Agent> find(OriginId origin) {
      return Optional.empty();
    }
  }

  private final class NanoClock extends Clock {
    @Override
    public Instant instant() {
      return START.plusNanos(nanos.get());
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
