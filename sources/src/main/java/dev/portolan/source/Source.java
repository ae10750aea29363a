package dev.portolan.source;

import dev.portolan.agent.discovery.LocalServices;
import dev.portolan.agent.session.HubChannel;
import dev.portolan.agent.session.LinkLoop;
import dev.portolan.agent.session.LinkState;
import dev.portolan.agent.uplink.AgentStatus;
import dev.portolan.agent.uplink.Reporter;
import dev.portolan.agent.uplink.Uplink;
import dev.portolan.registry.OriginId;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running source: what the foreign registry has goes to the hub, as an agent's discovery does.
 * Nothing comes back. Safe for use by many threads.
 */
public final class Source implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Source.class);

  private final LocalServices services;
  private final HubChannel hub;
  private final ScheduledExecutorService timers;
  private final Uplink uplink;

  private Source(OriginId origin, LocalServices services, HubChannel hub) {
    this.services = services;
    this.hub = hub;
    this.timers =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "portolan-links");
              thread.setDaemon(true);
              return thread;
            });
    Clock clock = Clock.systemUTC();
    LinkLoop loop =
        new LinkLoop(
            timers,
            clock,
            RandomGenerator.getDefault(),
            (thread, bug) -> LOG.error("bug: a task of the link failed on {}", thread, bug));
    // Its start time makes a later process the one that counts.
    this.uplink =
        new Uplink(
            new Reporter(origin, clock.millis(), version()), hub, loop, () -> AgentStatus.NOTHING);
  }

  /** Starts it; it closes what it is given. */
  public static Source start(OriginId origin, LocalServices services, HubChannel hub) {
    Source source = new Source(origin, services, hub);
    services.start(source.uplink::offer);
    source.uplink.start();
    return source;
  }

  /** How the link to the hub is. */
  public LinkState state() {
    return uplink.state();
  }

  private static String version() {
    String built = Source.class.getPackage().getImplementationVersion();
    return built == null ? "development" : built;
  }

  /** Reports nothing more. What the hub holds of this origin stays. */
  @Override
  public void close() {
    services.close();
    uplink.close();
    hub.close();
    timers.shutdownNow();
  }
}
