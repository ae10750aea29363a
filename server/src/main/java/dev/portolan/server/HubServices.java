package dev.portolan.server;

import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Rule;
import dev.portolan.server.admin.AdminService;
import dev.portolan.server.control.FaultPolicy;
import dev.portolan.server.control.LostWrites;
import dev.portolan.server.control.Outcome;
import dev.portolan.server.control.RegistryEvent;
import dev.portolan.server.control.RegistryLoop;
import dev.portolan.server.control.RegistryStore;
import dev.portolan.server.guard.LeaseLoop;
import dev.portolan.server.guard.LeaseTimes;
import dev.portolan.server.ingest.AgentDirectory;
import dev.portolan.server.ingest.EpochChanges;
import dev.portolan.server.ingest.Pulse;
import dev.portolan.server.ingest.ReportHub;
import dev.portolan.server.ingest.ReportLimits;
import dev.portolan.server.ingest.ReportService;
import dev.portolan.server.preview.Previews;
import dev.portolan.server.push.Push;
import dev.portolan.server.query.Observations;
import dev.portolan.server.query.PublishedSnapshots;
import dev.portolan.server.query.RegistrationQuestions;
import dev.portolan.server.query.RegistryService;
import dev.portolan.server.registration.LeaseWatch;
import dev.portolan.server.registration.Leases;
import dev.portolan.server.registration.RegistrationLimits;
import dev.portolan.server.registration.RegistrationParts;
import dev.portolan.server.registration.RegistrationService;
import dev.portolan.server.rollout.RolloutLoop;
import dev.portolan.server.rpc.ErrorInterceptor;
import dev.portolan.server.security.Authenticator;
import dev.portolan.server.security.CallTransport;
import dev.portolan.server.security.Security;
import dev.portolan.wire.Receipt;
import io.grpc.BindableService;
import io.grpc.ServerBuilder;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rooms of a hub, wired, without a port: bind them to any server. Owns the loop, and through it
 * the store, and the threads.
 */
public final class HubServices implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HubServices.class);

  private static final int QUEUE_BOUND = 1000;
  private static final int GROUP_BOUND = 100;

  private final HubThreads threads;
  private final FaultPolicy faults = (where, cause) -> log.error("{}", where, cause);
  private final HealthStatusManager health = new HealthStatusManager();
  private final Security security;
  private final AgentDirectory agents;
  private final PublishedSnapshots snapshots;
  private final Push push;
  private final RegistryLoop loop;
  private final LostWrites lostWrites;
  private final LeaseTimes leaseTimes;
  private final LeaseLoop leases;
  private final LeaseWatch registrationWatch;
  private final RolloutLoop rollouts;
  private final List<BindableService> services;

  private HubServices(RegistryStore store, HubSettings settings, HubThreads threads) {
    this.threads = threads;
    agents = new AgentDirectory(threads.clock(), threads.nanoTime());
    snapshots = new PublishedSnapshots(threads.edge());
    security =
        settings
            .trustDomain()
            .map(domain -> Security.certificates(domain, threads.pulse(), threads.clock()))
            .orElseGet(Security::plaintext);
    Authenticator authenticator = security.authenticator();
    push =
        new Push(
            authenticator,
            this::lacking,
            threads.clock(),
            faults,
            threads.projection(),
            threads.push());
    RegistrationLimits registrationLimits =
        RegistrationLimits.standard(settings.heartbeat(), settings.lease());
    Leases registrations = new Leases(registrationLimits, threads.nanoTime());
    loop =
        new RegistryLoop(
            new RegistryLoop.Settings(QUEUE_BOUND, GROUP_BOUND, settings.beat()),
            store,
            threads.clock(),
            List.of(
                registrations,
                snapshots,
                push.publisher(),
                new EpochChanges(agents),
                new WriteHealth(health)),
            faults,
            settings.brake());
    lostWrites = new LostWrites(loop);
    leaseTimes = LeaseTimes.of(settings.heartbeat(), settings.lease());
    leases = new LeaseLoop(loop, leaseTimes, threads.nanoTime(), threads.clock());
    registrationWatch = new LeaseWatch(loop, registrations);
    rollouts = new RolloutLoop(loop, agents::statuses, threads.nanoTime(), threads.clock());
    services =
        List.of(
            new ReportService(
                new ReportHub(
                    loop,
                    lostWrites,
                    authenticator,
                    agents,
                    origin -> {
                      leases.heard(origin);
                      registrations.reporterHeard();
                    },
                    ReportLimits.standard(settings.heartbeat()),
                    Pulse.of(threads.pulse()),
                    threads.edge())),
            new RegistrationService(
                new RegistrationParts(
                    loop,
                    authenticator,
                    registrations,
                    leases::heard,
                    new RegistrationQuestions(snapshots, threads.nanoTime()),
                    registrationLimits,
                    threads.nanoTime(),
                    threads.edge())),
            push.service(),
            new AdminService(
                loop,
                settings.brake(),
                new DirectoryReporters(agents),
                new Previews(loop::snapshot, new ReportedClusters(agents), threads.clock()),
                settings.ruleFiles(),
                threads.clock(),
                threads.edge()),
            new RegistryService(
                snapshots,
                new Observations(
                    new ReportedAgents(
                        agents, registrations, settings.heartbeat(), threads.clock()),
                    new LedgerRefusals(push.ledger()),
                    leases::probation,
                    registrations),
                threads.nanoTime(),
                threads.clock()));
  }

  /**
   * Opens the store and starts the loop; the store is closed when that fails.
   *
   * @throws dev.portolan.server.control.StoreException if the store cannot be read whole
   */
  public static HubServices start(RegistryStore store, HubSettings settings) {
    HubServices hub = new HubServices(store, settings, HubThreads.start());
    try {
      hub.begin().join();
    } catch (CompletionException e) {
      hub.close();
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
    return hub;
  }

  /** Not begun; on others' threads. */
  public static HubServices on(HubThreads threads, RegistryStore store, HubSettings settings) {
    return new HubServices(store, settings, threads);
  }

  /** As {@link #start}, without waiting for it: completes when the store has been read. */
  public CompletableFuture<Void> begin() {
    return loop.begin(threads.registry()).thenRun(this::startTicking);
  }

  private void startTicking() {
    every(leaseTimes.tick(), "leases", leases::tick);
    every(LeaseWatch.TICK, "registrations' leases", registrationWatch::tick);
    every(RolloutLoop.TICK, "rollouts", rollouts::tick);
  }

  private void every(Duration tick, String what, Runnable task) {
    // Dropped: the thread lives as long as the hub.
    var unused = Pulse.of(threads.leases()).every(tick, () -> guarded(what, task));
  }

  private void guarded(String what, Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      faults.fault(what, e);
    }
  }

  /** Adds all services, health and reflection to a server. */
  public void addTo(ServerBuilder<?> server) {
    for (BindableService service : services) {
      ServerServiceDefinition definition = service.bindService();
      server.addService(
          security.guarded(
              ServerInterceptors.interceptForward(
                  definition, new ErrorInterceptor(), new CallTransport())));
      health.setStatus(definition.getServiceDescriptor().getName(), ServingStatus.SERVING);
    }
    server.addService(security.guarded(health.getHealthService().bindService()));
    server.addService(security.guarded(ProtoReflectionServiceV1.newInstance().bindService()));
    server.addService(security.guarded(OldReflection.service().bindService()));
  }

  /** Adds health checks alone, with nobody asked who he is. */
  public void addHealthTo(ServerBuilder<?> server) {
    server.addService(health.getHealthService());
  }

  private boolean lacking(String subscriber, Receipt shown) {
    return lostWrites.provenBy(subscriber, shown.revision(), shown.start());
  }

  /** The registry now. */
  public RegistrySnapshot snapshot() {
    return loop.snapshot();
  }

  /** Completes when the registry takes no more changes; with the reason if that is a fault. */
  public CompletableFuture<Void> ended() {
    return loop.ended();
  }

  /** Replaces all rules. */
  public CompletableFuture<Outcome> replaceRules(List<Rule> rules) {
    return loop.submit(new RegistryEvent.ReplaceRules(rules));
  }

  /** Ends all streams in a way that lets their peers go elsewhere. */
  public void drain() {
    health.enterTerminalState();
    agents.close();
    push.drain();
    snapshots.close();
  }

  @Override
  public void close() {
    threads.leases().shutdownNow();
    loop.close();
    push.close();
    threads.pulse().shutdownNow();
    threads.edge().shutdown();
  }
}
