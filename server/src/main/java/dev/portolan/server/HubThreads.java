package dev.portolan.server;

import dev.portolan.server.control.RegistryLoop;
import dev.portolan.server.push.engine.PushLoop;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * What a hub runs on. Its services shut the threads down, all but that of the registry, which its
 * loop ends.
 *
 * @param edge runs what must not keep the others waiting; any number at once
 * @param pulse of the heartbeats
 * @param leases looks at the leases: a thread of its own, since what keeps another one busy must
 *     not look like a pause of the hub
 * @param registry of the registry loop; one thing after the other
 * @param projection of the views; one thing after the other
 * @param push of the discovery streams
 * @param clock wall-clock time, for people
 * @param nanoTime monotonic, as {@code System::nanoTime}
 */
public record HubThreads(
    ExecutorService edge,
    ScheduledExecutorService pulse,
    ScheduledExecutorService leases,
    ScheduledExecutorService registry,
    ExecutorService projection,
    PushLoop push,
    Clock clock,
    LongSupplier nanoTime) {

  /** Starts daemon threads, in the system's time. */
  static HubThreads start() {
    return new HubThreads(
        Executors.newCachedThreadPool(Threads.named("hub-edge")),
        Executors.newSingleThreadScheduledExecutor(Threads.named("hub-pulse")),
        Executors.newSingleThreadScheduledExecutor(Threads.named("hub-leases")),
        RegistryLoop.thread(),
        PushLoop.thread("portolan-projection"),
        new PushLoop(PushLoop.DEFAULT_STRIPES),
        Clock.systemUTC(),
        System::nanoTime);
  }
}
