package dev.portolan.agent;

import dev.portolan.agent.apply.ApplyLoop;
import dev.portolan.agent.view.ViewLoop;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What an agent runs on; it shuts the threads down. Each runs one thing after the other.
 *
 * @param links timers of the links to the hub
 * @param view of the decisions
 * @param apply of the objects
 * @param clock wall-clock time, which may jump
 * @param nanoTime monotonic, as {@code System::nanoTime}
 * @param random spreads attempts to reach the hub
 */
public record AgentThreads(
    ScheduledExecutorService links,
    ExecutorService view,
    ScheduledExecutorService apply,
    Clock clock,
    LongSupplier nanoTime,
    RandomGenerator random) {

  /** Starts daemon threads, in the system's time. */
  static AgentThreads start() {
    return new AgentThreads(
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "portolan-links");
              thread.setDaemon(true);
              return thread;
            }),
        ViewLoop.thread(),
        ApplyLoop.thread(),
        Clock.systemUTC(),
        System::nanoTime,
        RandomGenerator.getDefault());
  }
}
