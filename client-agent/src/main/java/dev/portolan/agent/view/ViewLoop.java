package dev.portolan.agent.view;

import dev.portolan.agent.apply.ApplyLoop;
import dev.portolan.agent.apply.DesiredHost;
import dev.portolan.agent.apply.StrayPolicy;
import dev.portolan.agent.discovery.LocalState;
import dev.portolan.registry.Finding;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Revision;
import dev.portolan.translate.IstioTranslator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns every change, local or received, into desired objects. One thread owns the view and the
 * decisions; callers only hand over, and writing is left to the {@link ApplyLoop}. Nothing is
 * wanted before both sides are complete: the hub's first bookmark and the first complete local
 * list.
 */
public final class ViewLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ViewLoop.class);

  private final ExecutorService thread;
  private final AtomicReference<@Nullable LocalState> offered = new AtomicReference<>();
  private final AtomicReference<@Nullable Arrival> arrived = new AtomicReference<>();
  private final ApplyLoop apply;
  private final Consumer<ViewStatus> statuses;
  private final PlanBoard board;
  private final List<CompletableFuture<Void>> waiting = new ArrayList<>();

  /**
   * What the hub sent last.
   *
   * @param waiting who is to be told when it is in force
   */
  private record Arrival(RegistrySnapshot snapshot, List<CompletableFuture<Void>> waiting) {
    static Arrival after(
        @Nullable Arrival earlier, RegistrySnapshot snapshot, CompletableFuture<Void> done) {
      List<CompletableFuture<Void>> all =
          new ArrayList<>(earlier == null ? List.of() : earlier.waiting());
      all.add(done);
      return new Arrival(snapshot, all);
    }
  }

  private ClusterView view;
  private ClusterView planned;
  private Revision inForce = Revision.NONE;
  private long steps;
  private long stepInForce;
  private CompletionStage<Void> lastStep = CompletableFuture.completedStage(null);
  private boolean received;

  /**
   * A loop of nothing yet.
   *
   * @param apply takes what should stand; closed by its owner
   * @param statuses told after each step, on the loop's thread
   * @param thread runs one task after the other; shut down by {@link #close}
   */
  public ViewLoop(
      OriginId self, ApplyLoop apply, Consumer<ViewStatus> statuses, ExecutorService thread) {
    this(self, apply, statuses, thread, IstioTranslator::translate);
  }

  ViewLoop(
      OriginId self,
      ApplyLoop apply,
      Consumer<ViewStatus> statuses,
      ExecutorService thread,
      ObjectGate.Translation translation) {
    this.thread = thread;
    this.board = new PlanBoard(new ObjectGate(translation));
    this.apply = apply;
    this.statuses = statuses;
    this.view = ClusterView.empty(self);
    this.planned = view;
  }

  /** A thread for a loop. */
  public static ExecutorService thread() {
    return Executors.newSingleThreadExecutor(
        task -> {
          Thread created = new Thread(task, "portolan-view");
          created.setDaemon(true);
          return created;
        });
  }

  /** Takes over what the cluster has; the latest wins. */
  public void offer(LocalState state) {
    if (offered.getAndSet(state) == null) {
      execute(this::takeLocal);
    }
  }

  /**
   * Takes over what the hub sent up to a bookmark; the latest wins. Points that come while earlier
   * ones are planned are planned as one, so a loop that is behind catches up.
   *
   * @return completes when the objects of this revision or a later one are written or refused
   */
  public CompletionStage<Void> advance(RegistrySnapshot snapshot) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Arrival before = arrived.getAndUpdate(earlier -> Arrival.after(earlier, snapshot, done));
    if (before == null) {
      execute(this::takeReceived);
    }
    return done;
  }

  /** Begins with what an earlier process received last; nothing is removed because of it. */
  public void remember(RegistrySnapshot snapshot) {
    execute(
        () -> {
          if (!received) {
            received = true;
            view = view.withRemembered(snapshot);
            step();
          }
        });
  }

  /** Completes when everything that was handed over before is planned and written or refused. */
  CompletionStage<Void> whenIdle() {
    return CompletableFuture.supplyAsync(() -> lastStep, thread).thenCompose(step -> step);
  }

  /** Plans what was handed over, at most 10 seconds of it, and ends the thread. */
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

  private void takeReceived() {
    Arrival arrival = arrived.getAndSet(null);
    if (arrival != null) {
      received = true;
      view = view.withReceived(arrival.snapshot());
      waiting.addAll(arrival.waiting());
      step();
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
    List<DesiredHost> changes = steps == 0 ? board.planAll(view) : board.planChange(planned, view);
    long step = ++steps;
    planned = view;
    List<CompletableFuture<Void>> served = List.copyOf(waiting);
    waiting.clear();
    ClusterView now = view;
    StrayPolicy stuck = board.keepStuck();
    report();
    lastStep =
        apply
            .want(
                changes,
                (origins, epoch, ref) ->
                    stuck
                        .reasonToKeep(origins, epoch, ref)
                        .or(() -> Doubts.reasonToKeep(now, origins, epoch, ref)))
            .thenRun(() -> execute(() -> inForce(step, now.merged().revision(), served)));
  }

  /** A later step may be done before an earlier one: they touch different objects. */
  private void inForce(long step, Revision revision, List<CompletableFuture<Void>> served) {
    if (step > stepInForce) {
      stepInForce = step;
      inForce = revision;
      report();
    }
    served.forEach(done -> done.complete(null));
  }

  private void report() {
    List<Finding> findings = new ArrayList<>(board.findings());
    findings.addAll(Doubts.of(view));
    statuses.accept(new ViewStatus(inForce, board.plannedHosts(), findings));
  }

  private void execute(Runnable task) {
    try {
      thread.execute(guarded(task));
    } catch (RejectedExecutionException e) {
      log.debug("closed before the last objects were written");
    }
  }

  /** The executor would swallow what a task throws. */
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
