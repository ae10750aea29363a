package dev.portolan.simulation;

import dev.portolan.server.HubServices;
import dev.portolan.server.HubSettings;
import dev.portolan.server.HubThreads;
import dev.portolan.server.push.engine.PushLoop;
import dev.portolan.simulation.disk.HubDisk;
import dev.portolan.simulation.network.Handlers;
import dev.portolan.simulation.network.Network;
import dev.portolan.simulation.time.SimulatedProcess;
import dev.portolan.simulation.time.VirtualTime;
import dev.portolan.world.WrittenRules;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The hub's machine: its disk, and most of the time a process. */
final class HubMachine {
  private static final Duration RESTART = Duration.ofSeconds(1);

  private final VirtualTime time;
  private final Network network;
  private final HubSettings settings;
  private final WrittenRules rules;
  private HubDisk disk;
  private HubDisk backup;
  private @Nullable SimulatedProcess process;
  private @Nullable HubServices services;
  private boolean configured;
  private int starts;
  private long startedAt;
  private long paused;
  private long pausedSince = -1;

  HubMachine(
      VirtualTime time, Network network, HubSettings settings, WrittenRules rules, HubDisk disk) {
    this.time = time;
    this.network = network;
    this.settings = settings;
    this.rules = rules;
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
    configured = false;
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

  // As the program does: the port opens when the rules are in.
  private void configure(SimulatedProcess started, HubServices hub, Handlers handlers) {
    var unused =
        hub.replaceRules(rules.now())
            .whenComplete(
                (outcome, failure) -> {
                  if (failure == null) {
                    configured = true;
                    network.listen(started, handlers);
                    // They may have been changed meanwhile.
                    rulesChanged();
                  } else if (started.alive()) {
                    ended(started);
                  }
                });
  }

  /** The files of rules are other ones; the program looks at them again until it has them. */
  void rulesChanged() {
    SimulatedProcess running = process;
    HubServices hub = services;
    if (running != null && hub != null && configured) {
      running.run(
          () -> {
            // Its outcome only tells whether to look again.
            var unused =
                hub.replaceRules(rules.now())
                    .whenComplete(
                        (outcome, failure) -> {
                          if (failure != null && process == running) {
                            time.after(RESTART, this::rulesChanged);
                          }
                        });
          });
    }
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
