package dev.portolan.agent;

import dev.portolan.agent.apply.ApplyLimits;
import dev.portolan.agent.apply.ApplyLoop;
import dev.portolan.agent.apply.ApplyStatus;
import dev.portolan.agent.apply.sink.ObjectSink;
import dev.portolan.agent.discovery.LocalServices;
import dev.portolan.agent.discovery.LocalState;
import dev.portolan.agent.downlink.Downlink;
import dev.portolan.agent.downlink.PointJournal;
import dev.portolan.agent.downlink.Subscriber;
import dev.portolan.agent.session.HubChannel;
import dev.portolan.agent.session.LinkLoop;
import dev.portolan.agent.uplink.AgentStatus;
import dev.portolan.agent.uplink.Reporter;
import dev.portolan.agent.uplink.Uplink;
import dev.portolan.agent.view.ViewLoop;
import dev.portolan.agent.view.ViewStatus;
import dev.portolan.registry.Finding;
import dev.portolan.registry.OriginId;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rooms of an agent, put together: what discovery finds goes to the hub and into the view, what
 * the hub sends goes into the view, what the view decides goes into the cluster. Safe for use by
 * many threads.
 */
public final class Agent implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Agent.class);

  private final AgentThreads threads;
  private final LocalServices local;
  private final HubChannel hub;
  private final Uplink uplink;
  private final Downlink downlink;
  private final ApplyLoop apply;
  private final ViewLoop view;
  private final SteadyTime time;
  private volatile ViewStatus planned = ViewStatus.NOTHING;
  private volatile ApplyStatus written = ApplyStatus.NOTHING;

  private Agent(
      OriginId cluster,
      LocalServices local,
      HubChannel hub,
      Output output,
      PointJournal memory,
      AgentThreads threads) {
    this.threads = threads;
    this.time = new SteadyTime(threads.clock(), threads.nanoTime());
    // Its start time makes a later process the one that counts.
    long incarnation = threads.clock().millis();
    String version = Version.text();
    this.local = local;
    this.hub = hub;
    this.uplink =
        new Uplink(new Reporter(cluster, incarnation, version), hub, linkLoop(), this::status);
    this.apply =
        new ApplyLoop(
            output.sink(),
            output.limits(),
            time,
            threads.apply(),
            status -> {
              written = status;
              uplink.statusChanged();
            });
    this.view =
        new ViewLoop(
            cluster,
            apply,
            status -> {
              planned = status;
              uplink.statusChanged();
            },
            threads.view());
    this.downlink =
        new Downlink(
            new Subscriber(cluster, incarnation, version, Subscriber.DEFAULT_BEAT),
            hub,
            linkLoop(),
            new ReceivedByView(view),
            memory);
  }

  /** Where an agent's decisions go, and how fast. */
  public record Output(ObjectSink sink, ApplyLimits limits) {}

  /** Starts an agent that leaves nothing behind for the process after it. */
  public static Agent start(OriginId cluster, LocalServices local, HubChannel hub, Output output) {
    return start(cluster, local, hub, output, PointJournal.NONE);
  }

  /**
   * Starts an agent; it closes what it is given.
   *
   * @param memory what the hub sends, for the process after this one
   */
  public static Agent start(
      OriginId cluster, LocalServices local, HubChannel hub, Output output, PointJournal memory) {
    return start(cluster, local, hub, output, memory, AgentThreads.start());
  }

  /** As {@link #start(OriginId, LocalServices, HubChannel, Output, PointJournal)}, on these. */
  public static Agent start(
      OriginId cluster,
      LocalServices local,
      HubChannel hub,
      Output output,
      PointJournal memory,
      AgentThreads threads) {
    Agent agent = new Agent(cluster, local, hub, output, memory, threads);
    agent.apply.start();
    agent.local.start(agent::found);
    agent.uplink.start();
    agent.downlink.start();
    return agent;
  }

  /** Stops writing at once; then nothing more is found, received and planned. */
  @Override
  public void close() {
    apply.close();
    local.close();
    uplink.close();
    downlink.close();
    view.close();
    hub.close();
    threads.links().shutdownNow();
  }

  private void found(LocalState state) {
    uplink.offer(state);
    view.offer(state);
  }

  private AgentStatus status() {
    ViewStatus plans = planned;
    ApplyStatus objects = written;
    List<Finding> findings = new ArrayList<>(plans.findings());
    findings.addAll(objects.findings());
    findings.addAll(downlink.findings());
    return new AgentStatus(
        plans.applied(),
        plans.hosts(),
        new AgentStatus.Objects(
            objects.objects(), objects.waiting(), objects.refused(), objects.held()),
        objects.lastWrite().map(time::onTheWall),
        findings);
  }

  private LinkLoop linkLoop() {
    return new LinkLoop(
        threads.links(),
        threads.clock(),
        threads.random(),
        (thread, bug) -> log.error("bug: a task of a link failed on {}", thread.getName(), bug));
  }
}
