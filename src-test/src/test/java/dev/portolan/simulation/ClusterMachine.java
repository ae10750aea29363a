package dev.portolan.simulation;

import dev.portolan.agent.Agent;
import dev.portolan.agent.AgentThreads;
import dev.portolan.agent.apply.ApplyLimits;
import dev.portolan.agent.session.HubChannel;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.ResourceKey;
import dev.portolan.simulation.cluster.SimulatedApi;
import dev.portolan.simulation.disk.AgentDisk;
import dev.portolan.simulation.network.Network;
import dev.portolan.simulation.network.Route;
import dev.portolan.simulation.time.SimulatedProcess;
import dev.portolan.simulation.time.VirtualTime;
import dev.portolan.world.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A cluster: what it has, what stands in it, the way to the hub, and most of the time an agent. */
final class ClusterMachine {
  private final VirtualTime time;
  private final Network network;
  private final Origin origin;
  private final SimulatedApi api;
  private final Route route;
  private final AgentDisk disk;
  private final ApplyLimits limits;
  private final List<SimulatedProcess> superseded = new ArrayList<>();
  private @Nullable SimulatedProcess process;
  private int starts;

  ClusterMachine(
      VirtualTime time,
      Network network,
      Origin origin,
      SimulatedApi api,
      AgentDisk disk,
      ApplyLimits limits) {
    this.time = time;
    this.network = network;
    this.origin = origin;
    this.api = api;
    this.disk = disk;
    this.limits = limits;
    this.route = network.route();
  }

  OriginId id() {
    return origin.id();
  }

  Origin origin() {
    return origin;
  }

  SimulatedApi api() {
    return api;
  }

  Route route() {
    return route;
  }

  AgentDisk disk() {
    return disk;
  }

  boolean running() {
    return process != null;
  }

  /**
   * Starts a process of the agent, unless there is one.
   *
   * @param unread what it has not read of the cluster yet; see {@link Origin#services}
   */
  void start(Set<ResourceKey> unread) {
    if (process != null) {
      return;
    }
    SimulatedProcess started = new SimulatedProcess(time, id() + "-" + ++starts);
    process = started;
    // Dropped: its threads end with the process.
    var unused =
        Agent.start(
            id(),
            origin.services(unread),
            HubChannel.over("hub", route.channel(started)),
            new Agent.Output(api.client(started), limits),
            disk.open(),
            new AgentThreads(
                started.thread(),
                started.thread(),
                started.thread(),
                time.clock(),
                time::nanos,
                time.random()));
  }

  /** The process is gone at once; what it wrote is on its disk. */
  void kill() {
    SimulatedProcess killed = process;
    if (killed != null) {
      process = null;
      killed.kill();
      network.gone(killed);
      disk.released();
    }
  }

  /**
   * The process that runs has lost its Lease, and goes on all the same until the result is run.
   * Nothing that it remembers is there for another one.
   */
  Runnable supersede() {
    SimulatedProcess old = process;
    process = null;
    disk.released();
    disk.forget();
    if (old == null) {
      return () -> {};
    }
    api.cutOff(old);
    superseded.add(old);
    return () -> end(old);
  }

  private void end(SimulatedProcess old) {
    if (superseded.remove(old)) {
      old.kill();
      network.gone(old);
    }
  }

  void endSuperseded() {
    List.copyOf(superseded).forEach(this::end);
  }

  void pause() {
    if (process != null) {
      process.pause();
    }
  }

  void resume() {
    if (process != null) {
      process.resume();
    }
  }
}
