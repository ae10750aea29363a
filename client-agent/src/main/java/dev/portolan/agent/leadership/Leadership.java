package dev.portolan.agent.leadership;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectorBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works while this process holds the Lease, and waits for it otherwise, again and again until it is
 * closed. Beginning and ending of the work happen one after the other on one thread.
 */
public final class Leadership implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Leadership.class);

  private final KubernetesClient client;
  private final LeaderElectionConfig config;
  private final Supplier<AutoCloseable> work;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(task -> daemon(task, "portolan-leadership"));
  private final ExecutorService election =
      Executors.newCachedThreadPool(task -> daemon(task, "portolan-election"));
  private @Nullable AutoCloseable term;
  private @Nullable CompletableFuture<?> candidacy;
  private boolean closed;

  /**
   * Waits for nothing before {@link #start}.
   *
   * @param client belongs to the caller; its requests must be bounded, see {@link LeaseTimes}
   * @param identity of this process among those that share the Lease
   * @param work begins the work; it is closed when the Lease is lost
   */
  public Leadership(
      KubernetesClient client,
      String namespace,
      String lease,
      String identity,
      LeaseTimes times,
      Supplier<AutoCloseable> work) {
    this.client = client;
    this.work = work;
    this.config =
        new LeaderElectionConfig(
            new LeaseLock(namespace, lease, identity),
            times.lease(),
            times.renew(),
            times.retry(),
            new LeaderCallbacks(
                () -> execute(this::begin),
                () -> execute(this::end),
                holder -> log.info("Lease {}/{} is held by {}", namespace, lease, holder)),
            true,
            lease);
  }

  /** Stands for election from now on. */
  public void start() {
    execute(this::stand);
  }

  /** Ends the work, then gives the Lease back, so that another may begin at once. */
  @Override
  public void close() {
    execute(
        () -> {
          closed = true;
          end();
          if (candidacy != null) {
            candidacy.cancel(true);
          }
        });
    thread.shutdown();
    try {
      if (!thread.awaitTermination(20, TimeUnit.SECONDS)) {
        log.warn("the work did not end in time; the lease ends by itself");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    election.shutdownNow();
  }

  private void stand() {
    if (closed) {
      return;
    }
    // An elector is good for one term.
    CompletableFuture<?> running =
        new LeaderElectorBuilder(client, election).withConfig(config).build().start();
    candidacy = running;
    // Dropped: it ends in the next candidacy.
    var unused = running.whenComplete((end, failure) -> execute(this::stand));
  }

  private void begin() {
    if (!closed && term == null) {
      try {
        term = work.get();
      } catch (RuntimeException e) {
        log.error("the work could not begin; the lease is given back", e);
        if (candidacy != null) {
          candidacy.cancel(true);
        }
      }
    }
  }

  private void end() {
    AutoCloseable ended = term;
    term = null;
    if (ended == null) {
      return;
    }
    try {
      ended.close();
    } catch (Exception e) {
      log.error("bug: the work did not end in order", e);
    }
  }

  private void execute(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      log.debug("closed");
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
