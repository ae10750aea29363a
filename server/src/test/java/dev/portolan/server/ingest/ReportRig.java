package dev.portolan.server.ingest;

import dev.portolan.registry.OriginId;
import dev.portolan.server.control.CollectedFaults;
import dev.portolan.server.control.LostWrites;
import dev.portolan.server.control.RegistryLoop;
import dev.portolan.server.control.RegistryStore;
import dev.portolan.server.control.SampleRecords;
import dev.portolan.server.control.SnapshotPublisher;
import dev.portolan.server.rpc.ErrorInterceptor;
import dev.portolan.server.security.CallTransport;
import dev.portolan.server.security.PlaintextAuthenticator;
import dev.portolan.v1.BatchItem;
import dev.portolan.v1.ReportServiceGrpc;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The real loop and the real report service behind an in-process transport, with time at hand. */
public final class ReportRig implements AutoCloseable {
  public final ManualPulse pulse = new ManualPulse();
  public final AtomicLong nanoTime = new AtomicLong();
  public final AgentDirectory agents = new AgentDirectory(Clock.systemUTC(), nanoTime::get);
  public final CollectedFaults faults = new CollectedFaults();

  /** Who has given a sign of life since this was emptied last. */
  public final Set<OriginId> heard = ConcurrentHashMap.newKeySet();

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final RegistryLoop loop;
  private final Server server;
  private final ManagedChannel channel;

  public ReportRig(RegistryStore store) {
    this(store, List.of(), List.of());
  }

  /** With further publishers and services. */
  public ReportRig(
      RegistryStore store, List<SnapshotPublisher> publishers, List<BindableService> services) {
    List<SnapshotPublisher> told = new ArrayList<>(publishers);
    told.add(new EpochChanges(agents));
    loop = new RegistryLoop(RegistryLoop.Settings.DEFAULT, store, Clock.systemUTC(), told, faults);
    loop.start();
    ReportHub hub =
        new ReportHub(
            loop,
            new LostWrites(loop),
            new PlaintextAuthenticator(),
            agents,
            heard::add,
            ReportLimits.standard(Duration.ofSeconds(10)),
            pulse,
            executor);
    List<BindableService> all = new ArrayList<>(services);
    all.add(new ReportService(hub));
    String name = InProcessServerBuilder.generateName();
    InProcessServerBuilder builder = InProcessServerBuilder.forName(name);
    all.forEach(
        service ->
            builder.addService(
                ServerInterceptors.interceptForward(
                    service.bindService(), new ErrorInterceptor(), new CallTransport())));
    try {
      server = builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    channel = InProcessChannelBuilder.forName(name).build();
  }

  public RegistryLoop loop() {
    return loop;
  }

  public ManagedChannel channel() {
    return channel;
  }

  /** A stream on which nothing has been said. */
  public TestAgent connect() {
    TestAgent agent = new TestAgent();
    agent.open(ReportServiceGrpc.newStub(channel));
    return agent;
  }

  /** A stream that has been welcomed. */
  public TestAgent welcomed(String origin, long incarnation) {
    TestAgent agent = connect();
    agent.hello(origin, incarnation);
    agent.welcome();
    return agent;
  }

  /** A stream of which batch 1 with these services is the complete list. */
  public TestAgent reported(String origin, long incarnation, String... services) {
    TestAgent agent = welcomed(origin, incarnation);
    OriginId id = new OriginId(origin);
    agent.batch(
        1,
        Stream.of(services)
            .map(name -> TestAgent.item(SampleRecords.service(id, name, 80)))
            .toArray(BatchItem[]::new));
    agent.acknowledged();
    agent.complete(1);
    agent.completed();
    return agent;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
    loop.close();
    executor.shutdownNow();
  }
}
