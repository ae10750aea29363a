package dev.portolan.simulation;

import dev.portolan.registry.VirtualMesh;
import dev.portolan.server.HubServices;
import dev.portolan.server.HubSettings;
import dev.portolan.server.HubThreads;
import dev.portolan.server.push.engine.PushLoop;
import dev.portolan.simulation.disk.HubDisk;
import dev.portolan.simulation.network.Handlers;
import dev.portolan.simulation.network.Network;
import dev.portolan.simulation.time.SimulatedProcess;
import dev.portolan.simulation.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The hub's machine: its disk, and most of the time a process. */
final class HubMachine {
  private static final Duration RESTART = Duration.ofSeconds(1);

  private final VirtualTime time;
  private final Network network;
  private final HubSettings settings;
  private final VirtualMesh mesh;
  private HubDisk disk;
  private HubDisk backup;
  private @Nullable SimulatedProcess process;
  private @Nullable HubServices services;
  private int starts;
  private long startedAt;
  private long paused;
  private long pausedSince = -1;

  HubMachine(
      VirtualTime time, Network network, HubSettings settings, VirtualMesh mesh, HubDisk disk) {
    this.time = time;
    this.network = network;
    this.settings = settings;
    this.mesh = mesh;
    this.disk = disk;
    this.backup = disk;
  }

  HubDisk disk() {
    return disk;
  }

  boolean running() {
    return process != null;
  }

  /** Starts a process, unless there is one. */
  void start() {
    if (process != null) {
      return;
    }
    SimulatedProcess started = new SimulatedProcess(time, "hub-" + ++starts);
    HubServices hub =
        HubServices.on(
            new HubThreads(
                started.thread(),
                started.thread(),
                started.thread(),
                started.thread(),
                started.thread(),
                PushLoop.on(started.thread()),
                time.clock(),
                time::nanos),
            disk.open(),
            settings);
    process = started;
    startedAt = time.nanos();
    paused = 0;
    pausedSince = -1;
    services = hub;
    Handlers handlers = new Handlers();
    hub.addTo(handlers);
    // As the program does: it ends when its registry does.
    var unusedToo = hub.begin().thenRun(() -> configure(started, hub, handlers));
    var unused = hub.ended().whenComplete((nothing, cause) -> ended(started));
  }

  // As the program does: the port opens when the virtual meshes are in.
  private void configure(SimulatedProcess started, HubServices hub, Handlers handlers) {
    var unused =
        hub.replaceRules(List.of(mesh))
            .whenComplete(
                (outcome, failure) -> {
                  if (failure == null) {
                    network.listen(started, handlers);
                  } else if (started.alive()) {
                    ended(started);
                  }
                });
  }

  private void ended(SimulatedProcess which) {
    if (process == which) {
      stumble();
    }
  }

  /** The process is gone at once. */
  void kill() {
    SimulatedProcess killed = process;
    if (killed != null) {
      process = null;
      services = null;
      killed.kill();
      network.gone(killed);
    }
  }

  /** The process is gone at once, and another one begins. */
  void stumble() {
    kill();
    time.after(RESTART, this::start);
  }

  void pause() {
    if (process != null && pausedSince < 0) {
      process.pause();
      pausedSince = time.nanos();
    }
  }

  void resume() {
    if (process != null && pausedSince >= 0) {
      paused += time.nanos() - pausedSince;
      pausedSince = -1;
      process.resume();
    }
  }

  /** For how long the process that runs was awake. */
  Duration awake() {
    long standing = pausedSince < 0 ? 0 : time.nanos() - pausedSince;
    return Duration.ofNanos(time.nanos() - startedAt - paused - standing);
  }

  /** How many processes there were. */
  int starts() {
    return starts;
  }

  /** What is on the disk now is what {@link #restore} brings back. */
  void backUp() {
    backup = disk.copy();
  }

  /** The disk is as it was; the process must not run. */
  void restore() {
    replace(backup.copy());
  }

  /** Another disk is put in; the process must not run. */
  void replace(HubDisk other) {
    if (process != null) {
      throw new IllegalStateException("the disk is in use");
    }
    disk = other;
  }

  @Nullable HubServices services() {
    return services;
  }
}
