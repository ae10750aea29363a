package dev.portolan.server;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.Revision;
import dev.portolan.registry.Rule;
import dev.portolan.rules.RuleFiles;
import dev.portolan.server.config.BrakeConfig;
import dev.portolan.server.config.RuleWatch;
import dev.portolan.server.config.ServerConfig;
import dev.portolan.server.control.RegistryStore;
import dev.portolan.server.control.StoreFailedException;
import dev.portolan.server.guard.Brake;
import dev.portolan.server.guard.BrakeLimits;
import dev.portolan.settings.HostPort;
import dev.portolan.tls.TlsIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running hub: the services behind a port. Starts store, loop and services in this order and
 * opens the port last; ends in the reverse order, so that nothing is served that is not kept.
 */
public final class Hub implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Hub.class);

  // Report streams and watches end by themselves; discovery streams are cut after this.
  private static final int DRAIN_SECONDS = 1;
  private static final int RULE_POLL_SECONDS = 1;

  private final HubServices services;
  private final Ports ports;
  private final ScheduledExecutorService poller;

  private Hub(HubServices services, Ports ports, ScheduledExecutorService poller) {
    this.services = services;
    this.ports = ports;
    this.poller = poller;
  }

  /**
   * Starts a hub, which owns the store from then on.
   *
   * @param rules to begin with; when there are none, those in the store stay
   * @throws dev.portolan.server.control.StoreException if the store cannot be read or written
   * @throws IOException if the port cannot be opened
   */
  public static Hub start(ServerConfig config, List<Rule> rules, RegistryStore store)
      throws IOException {
    return start(config, rules, store, Optional.empty());
  }

  /**
   * As {@link #start(ServerConfig, List, RegistryStore)}.
   *
   * @param tls how it proves who it is, and asks others; closed with the hub
   */
  public static Hub start(
      ServerConfig config, List<Rule> rules, RegistryStore store, Optional<TlsIdentity> tls)
      throws IOException {
    HubServices services =
        HubServices.start(
            store,
            new HubSettings(
                config.heartbeatInterval(),
                config.lease(),
                config.beatInterval(),
                brake(config.brake()),
                config.rules().map(Path::toString),
                config.listen().tls().map(files -> config.listen().trustDomain())));
    try {
      if (!rules.isEmpty()) {
        services.replaceRules(rules).join();
      }
      return new Hub(
          services, Ports.open(config.listen(), tls, services), watch(config, rules, services));
    } catch (IOException | RuntimeException e) {
      services.close();
      throw e;
    }
  }

  private static Brake brake(BrakeConfig config) {
    BrakeLimits limits =
        new BrakeLimits(config.percent(), config.count(), config.window(), config.confirmAfter());
    Map<OriginId, BrakeLimits> exceptions = new HashMap<>();
    config
        .exceptions()
        .forEach((origin, own) -> exceptions.put(origin, limits.with(own.percent(), own.count())));
    return new Brake(limits, exceptions);
  }

  /** Where the hub listens, with the real port. */
  public HostPort address() {
    return ports.main().address();
  }

  /** Where health checks are answered to whoever asks, if anywhere. */
  public Optional<HostPort> healthAddress() {
    return ports.health().map(Ports.Port::address);
  }

  /** Where the registry stands. */
  public Revision revision() {
    return services.snapshot().revision();
  }

  /**
   * Waits until the hub has been closed, or has to be: it takes no more changes.
   *
   * @throws StoreFailedException if the disk failed
   * @throws IllegalStateException if the registry ended because of a bug
   */
  public void awaitEnd() throws InterruptedException {
    try {
      services.ended().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreFailedException failed) {
        throw failed;
      }
      throw new IllegalStateException("the registry has ended", e.getCause());
    }
    ports.awaitTermination();
  }

  /** Tells streams to go elsewhere, waits for them for a moment, and closes loop and store. */
  @Override
  public void close() {
    log.info("Hub at {} is going away", address());
    poller.shutdownNow();
    ports.shutdown();
    services.drain();
    ports.close(DRAIN_SECONDS);
    services.close();
  }

  private static ScheduledExecutorService watch(
      ServerConfig config, List<Rule> rules, HubServices services) {
    ScheduledExecutorService poller =
        Executors.newSingleThreadScheduledExecutor(Threads.named("rules"));
    config
        .rules()
        .map(RuleFiles::ofHub)
        .map(files -> new RuleWatch(files, rules, services::replaceRules))
        .ifPresent(
            watch -> {
              // Dropped: the poller lives as long as the hub.
              var unused =
                  poller.scheduleWithFixedDelay(
                      watch::poll, RULE_POLL_SECONDS, RULE_POLL_SECONDS, TimeUnit.SECONDS);
            });
    return poller;
  }
}
