package dev.portolan.agent.discovery.kubernetes;

import dev.portolan.agent.discovery.LocalServices;
import dev.portolan.agent.discovery.LocalState;
import dev.portolan.agent.discovery.conversion.ClusterConversion;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kubernetes API server as a cluster's services. An API server that is away, refuses or has
 * forgotten takes nothing back. All work is done on one thread of its own; what waits for the
 * network is done on another. Only {@link #start} and {@link #close} are called from others.
 */
public final class KubernetesLocalServices implements LocalServices {
  private static final Logger LOG = LoggerFactory.getLogger(KubernetesLocalServices.class);

  private final KubernetesClient client;
  private final SourceSettings settings;
  private final Inbox inbox = new Inbox();
  private final ExecutorService questions =
      Executors.newSingleThreadExecutor(task -> daemon(task, "portolan-kubernetes-questions"));
  private final ClusterWatch watch;
  private @Nullable Thread thread;
  private volatile boolean closed;

  // Confined to the thread.
  private LocalState last = LocalState.NOTHING;
  private boolean published;
  // Of the last report, in nanoseconds: at most half of the time goes into making them.
  private long cost;

  /**
   * Asks for nothing before it is started.
   *
   * @param empty the conversion to begin with, of a cluster of which nothing was observed
   * @param client stays its owner's to close, after this
   */
  public KubernetesLocalServices(
      ClusterConversion empty,
      KubernetesClient client,
      HostResolver resolver,
      SourceSettings settings) {
    this.client = client;
    this.settings = settings;
    this.watch =
        new ClusterWatch(
            empty,
            new ApiServer(client, settings.pageSize()),
            resolver,
            settings,
            inbox,
            questions);
  }

  @Override
  public synchronized void start(Consumer<LocalState> listener) {
    if (thread != null || closed) {
      throw new IllegalStateException("a Kubernetes origin is started once, before it is closed");
    }
    LOG.info("reading from {}", client.getMasterUrl());
    thread = daemon(() -> run(listener), "portolan-kubernetes");
    thread.start();
  }

  private void run(Consumer<LocalState> listener) {
    try {
      watch.open(System.nanoTime());
      while (!closed) {
        if (step(listener)) {
          inbox.rest(Math.max(settings.pause().toNanos(), cost));
        }
        inbox.await(watch.nanosToWait(System.nanoTime()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      watch.close();
    }
  }

  /** Takes in what came, and tells what that makes different; whether anything was. */
  private boolean step(Consumer<LocalState> listener) throws InterruptedException {
    try {
      take();
      if (!watch.settled()) {
        inbox.awaitQuiet(settings.quiet(), settings.burst());
        take();
      }
      return publish(listener);
    } catch (RuntimeException e) {
      LOG.error("bug while reading {}; the last state stands", client.getMasterUrl(), e);
      return false;
    }
  }

  private void take() {
    watch.take(inbox.drain(), System.nanoTime());
    watch.beat(System.nanoTime());
  }

  private boolean publish(Consumer<LocalState> listener) {
    long begin = System.nanoTime();
    LocalState state = watch.state();
    if (closed || (published && state.equals(last))) {
      return false;
    }
    published = true;
    last = state;
    listener.accept(state);
    cost = System.nanoTime() - begin;
    return true;
  }

  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      closed = true;
      running = thread;
    }
    inbox.close();
    questions.shutdownNow();
    try {
      if (running != null && running != Thread.currentThread()) {
        running.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
