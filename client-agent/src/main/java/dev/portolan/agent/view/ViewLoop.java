package dev.portolan.agent.view;

import dev.portolan.agent.apply.ObjectRef;
import dev.portolan.agent.apply.Reconciler;
import dev.portolan.agent.apply.SinkException;
import dev.portolan.agent.discovery.LocalState;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns every change, local or received, into objects. One thread owns the view, the decisions and
 * the reconciler; callers only hand over. Nothing is written before both sides are complete: the
 * hub's first bookmark, or an earlier process's last one, and the first complete local list.
 */
public final class ViewLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ViewLoop.class);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread created = new Thread(task, "portolan-view");
            created.setDaemon(true);
            return created;
          });
  private final AtomicReference<@Nullable LocalState> offered = new AtomicReference<>();
  private final Reconciler reconciler;
  private final Consumer<ViewStatus> statuses;
  private final PlanBoard board = new PlanBoard();
  private final List<CompletableFuture<Void>> waiting = new ArrayList<>();

  private ClusterView view;
  private ClusterView applied;
  private boolean received;
  private boolean started;
  private Optional<Finding> sinkProblem = Optional.empty();

  /**
   * Starts the loop's thread.
   *
   * @param resync how often the objects are read again and repaired
   * @param retry how long after a failed write it is tried again
   * @param statuses told after each step, on the loop's thread
   */
  public ViewLoop(
      OriginId self,
      Reconciler reconciler,
      Duration resync,
      Duration retry,
      Consumer<ViewStatus> statuses) {
    this.reconciler = reconciler;
    this.statuses = statuses;
    this.view = ClusterView.empty(self);
    this.applied = view;
    every(resync, this::resync);
    every(retry, this::retry);
  }

  /** Takes over what the cluster has; the latest wins. */
  public void offer(LocalState state) {
    if (offered.getAndSet(state) == null) {
      thread.execute(guarded(this::takeLocal));
    }
  }

  /**
   * Takes over what the hub sent up to a bookmark.
   *
   * @return completes when the objects of this revision or a later one are written or refused
   */
  public CompletionStage<Void> advance(RegistrySnapshot snapshot) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    thread.execute(
        guarded(
            () -> {
              received = true;
              view = view.withReceived(snapshot);
              waiting.add(done);
              step();
            }));
    return done;
  }

  /** Begins with what an earlier process received last; nothing is removed because of it. */
  public void remember(RegistrySnapshot snapshot) {
    thread.execute(
        guarded(
            () -> {
              if (!received) {
                received = true;
                view = view.withRemembered(snapshot);
                step();
              }
            }));
  }

  /** Completes when everything that was handed over before has been looked at. */
  CompletionStage<Void> whenIdle() {
    return CompletableFuture.runAsync(() -> {}, thread);
  }

  /** Finishes what was handed over, at most 10 seconds of it, and ends the thread. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void takeLocal() {
    LocalState state = offered.getAndSet(null);
    if (state != null) {
      view = view.withLocal(state);
      step();
    }
  }

  private void step() {
    if (!received || !view.local().complete()) {
      return;
    }
    if (started) {
      reconciler.apply(board.planChange(applied, view));
      if (!view.doubtsAs(applied)) {
        // What an earlier process wrote and a doubt has kept may go now.
        reconciler.repair(this::reasonToKeep);
      }
    } else if (readSink()) {
      // What an earlier process wrote is read before anything is decided about it.
      started = true;
      reconciler.apply(board.planAll(view));
      reconciler.repair(this::reasonToKeep);
    } else {
      return;
    }
    applied = view;
    report();
    waiting.forEach(done -> done.complete(null));
    waiting.clear();
  }

  private boolean readSink() {
    try {
      reconciler.observe();
      sinkProblem = Optional.empty();
      return true;
    } catch (SinkException e) {
      if (sinkProblem.isEmpty()) {
        log.warn("{}; nothing is written until it can be", e.reason());
      }
      sinkProblem = Optional.of(new Finding(FindingCode.WRITE_FAILED, "sink", e.reason()));
      report();
      return false;
    }
  }

  private void resync() {
    if (started && readSink()) {
      reconciler.repair(this::reasonToKeep);
      report();
    }
  }

  private void retry() {
    if (!started) {
      step();
    } else if (reconciler.hasFailures()) {
      reconciler.retry();
      report();
    }
  }

  private Optional<Finding> reasonToKeep(Set<OriginId> origins, String epoch, ObjectRef ref) {
    return Doubts.reasonToKeep(view, origins, epoch, ref);
  }

  private void report() {
    List<Finding> findings = new ArrayList<>(board.findings());
    findings.addAll(reconciler.findings());
    findings.addAll(Doubts.of(view));
    sinkProblem.ifPresent(findings::add);
    statuses.accept(
        new ViewStatus(
            applied.merged().revision(),
            board.plannedHosts(),
            reconciler.objects(),
            reconciler.lastWrite(),
            findings));
  }

  private void every(Duration period, Runnable task) {
    // It ends with the thread; what it throws is caught by the guard.
    Future<?> unused =
        thread.scheduleWithFixedDelay(
            guarded(task), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The executor would swallow what a task throws, and end a periodic one for good. */
  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        log.error("bug: a task of the view loop failed; the objects stay as they are", e);
      }
    };
  }
}
