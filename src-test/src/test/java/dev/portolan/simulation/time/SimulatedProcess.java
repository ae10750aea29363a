package dev.portolan.simulation.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A process: while it is paused nothing in it happens, and after it is killed nothing any more.
 * Time goes on for it all the same.
 */
public final class SimulatedProcess {
  // How long a thread may take to come to what it is to do; most of the time none.
  private static final Duration SLOWEST = Duration.ofMillis(3);

  private final VirtualTime time;
  private final String name;
  private final List<Runnable> parked = new ArrayList<>();
  private boolean paused;
  private boolean dead;

  public SimulatedProcess(VirtualTime time, String name) {
    this.time = time;
    this.name = name;
  }

  public VirtualTime time() {
    return time;
  }

  public boolean alive() {
    return !dead;
  }

  /** A thread of this process. */
  public SimulatedThread thread() {
    return new SimulatedThread(this);
  }

  /** Something comes to the process from outside, or falls due: now, or when it goes on. */
  public void run(Runnable what) {
    if (paused) {
      parked.add(what);
    } else if (!dead) {
      time.attempt(what);
    }
  }

  /** As {@link #run}, in a moment, as the machine pleases. */
  void runSoon(Runnable what) {
    Duration delay = time.random().nextInt(4) == 0 ? time.upTo(SLOWEST) : Duration.ZERO;
    time.after(delay, () -> run(what));
  }

  public void pause() {
    paused = true;
  }

  /** Goes on, with all that came meanwhile. */
  public void resume() {
    paused = false;
    List<Runnable> missed = List.copyOf(parked);
    parked.clear();
    missed.forEach(this::run);
  }

  public void kill() {
    dead = true;
    parked.clear();
  }

  @Override
  public String toString() {
    return name;
  }
}
