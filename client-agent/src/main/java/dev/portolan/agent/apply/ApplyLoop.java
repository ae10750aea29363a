package dev.portolan.agent.apply;

import dev.portolan.agent.apply.sink.Listing;
import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.ObjectSink;
import dev.portolan.agent.apply.sink.ObservedObject;
import dev.portolan.agent.apply.sink.Refusal;
import dev.portolan.agent.apply.sink.SinkException;
import dev.portolan.agent.apply.sink.SinkWatcher;
import dev.portolan.agent.apply.sink.WriteResult;
import dev.portolan.agent.apply.work.Operation;
import dev.portolan.agent.apply.work.TokenBucket;
import dev.portolan.agent.apply.work.WorkQueue;
import dev.portolan.registry.Finding;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the objects in the cluster equal to the desired ones, at a bounded pace and with a bounded
 * number of writes under way: a slow or refusing sink delays nobody but the objects concerned. All
 * state belongs to the loop; the public methods may be called from any thread.
 */
public final class ApplyLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ApplyLoop.class);
  private static final Duration STATUS_PAUSE = Duration.ofMillis(100);
  private static final Duration RELEASE_CHECK = Duration.ofSeconds(5);

  private final ObjectSink sink;
  private final ApplyLimits limits;
  private final InstantSource clock;
  private final Turns turns;
  private final Consumer<ApplyStatus> statuses;
  private final WorkQueue queue = new WorkQueue();
  private final Reconciler reconciler;
  private final Tickets tickets = new Tickets();
  private final TokenBucket bucket;
  private final List<Runnable> untilActive = new ArrayList<>();

  private int running;
  private int listFailures;
  private boolean checkingRelease;
  private @Nullable Instant nextList = Instant.MIN;
  private Instant nextStatus = Instant.MIN;
  private Instant nextReleaseCheck = Instant.MIN;
  private ApplyStatus told = ApplyStatus.NOTHING;
  private Optional<Finding> unreadable = Optional.empty();

  /**
   * A loop that begins with {@link #start}.
   *
   * @param thread runs one task after the other; shut down by {@link #close}
   * @param statuses told on the loop what changed, at most ten times a second
   */
  public ApplyLoop(
      ObjectSink sink,
      ApplyLimits limits,
      InstantSource clock,
      ScheduledExecutorService thread,
      Consumer<ApplyStatus> statuses) {
    this.sink = sink;
    this.limits = limits;
    this.clock = clock;
    this.turns = new Turns(thread, clock, this::turn);
    this.statuses = statuses;
    this.reconciler = new Reconciler(limits, queue, clock);
    this.bucket = new TokenBucket(limits.writesPerSecond(), limits.burst(), clock.instant());
  }

  /** A thread for a loop. */
  public static ScheduledExecutorService thread() {
    ScheduledThreadPoolExecutor thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread created = new Thread(task, "portolan-apply");
              created.setDaemon(true);
              return created;
            });
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.setRemoveOnCancelPolicy(true);
    return thread;
  }

  /** Reads what stands, and from then on is told of changes. */
  public void start() {
    sink.watch(
        new SinkWatcher() {
          @Override
          public void seen(ObservedObject object) {
            turns.tell(() -> reconciler.seen(object));
          }

          @Override
          public void gone(ObjectRef ref, String version) {
            turns.tell(() -> reconciler.gone(ref, version));
          }
        });
    turns.tell(() -> {});
  }

  /**
   * Takes over what hosts should have from now on; other hosts stay as they are. The first call
   * names every host: from then on, objects of ours that no host wants go.
   *
   * @param policy says which of those must stay; an immutable value
   * @return completes when the objects of these hosts are written, or refused, or put off
   */
  public CompletionStage<Void> want(Collection<DesiredHost> hosts, StrayPolicy policy) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    turns.tell(
        () -> {
          reconciler.want(hosts, policy);
          whenActive(
              () ->
                  tickets.open(
                      reconciler.objectsOf(hosts).stream().filter(queue::isImminent).toList(),
                      done));
        });
    return done;
  }

  /** Stops at once: what is under way ends by itself, nothing else begins. */
  @Override
  public void close() {
    turns.close();
    sink.close();
  }

  private void whenActive(Runnable task) {
    if (reconciler.active()) {
      // The brake has its say first.
      reconciler.finishTurn();
      task.run();
    } else {
      untilActive.add(task);
    }
  }

  private void turn() {
    Instant now = clock.instant();
    if (nextList != null && !nextList.isAfter(now)) {
      list();
    }
    reconciler.finishTurn();
    if (reconciler.active() && !untilActive.isEmpty()) {
      untilActive.forEach(Runnable::run);
      untilActive.clear();
    }
    runSteps(now);
    queue.drainTouched().stream().filter(ref -> !queue.isImminent(ref)).forEach(tickets::close);
    checkRelease(now);
    report(now);
    queue.nextDue().ifPresent(turns::wakeAt);
    if (nextList != null) {
      turns.wakeAt(nextList);
    }
  }

  private void runSteps(Instant now) {
    while (running < limits.parallel() && !turns.closed()) {
      Duration wait = bucket.wait(now);
      if (!wait.isZero()) {
        if (queue.size() > 0) {
          turns.wakeAt(now.plus(wait));
        }
        return;
      }
      Optional<Operation> next = queue.take(now);
      if (next.isEmpty()) {
        return;
      }
      bucket.take(now);
      run(next.get());
    }
  }

  private void run(Operation operation) {
    running++;
    CompletionStage<WriteResult> result;
    try {
      result = operation.run(sink);
    } catch (RuntimeException e) {
      result = CompletableFuture.failedStage(e);
    }
    // Dropped: whatever becomes of it is told to the loop.
    var unused =
        result.whenComplete(
            (outcome, bug) ->
                turns.tell(
                    () -> {
                      running--;
                      settled(operation, outcome == null ? fault(operation, bug) : outcome);
                    }));
  }

  private void settled(Operation operation, WriteResult result) {
    if (result instanceof WriteResult.Refused refused) {
      log.debug("{} {}: {}", operation.verb(), operation.ref(), refused);
    }
    reconciler.settled(operation, result);
  }

  private static WriteResult fault(Operation operation, @Nullable Throwable bug) {
    log.error("bug: the sink failed to {} {}", operation.verb(), operation.ref(), bug);
    return new WriteResult.Refused(
        Refusal.SERVER_FAULT, "a fault of the agent: " + bug, Optional.empty());
  }

  private void list() {
    nextList = null;
    var unused =
        sink.list().whenComplete((listing, failure) -> turns.tell(() -> listed(listing, failure)));
  }

  private void listed(@Nullable Listing listing, @Nullable Throwable failure) {
    Instant now = clock.instant();
    if (listing != null) {
      listFailures = 0;
      unreadable = Optional.empty();
      nextList = now.plus(limits.resync());
      reconciler.listed(listing);
      return;
    }
    listFailures++;
    nextList = now.plus(Refusal.UNREACHABLE.delay(listFailures));
    String reason = reason(failure);
    if (unreadable.isEmpty()) {
      log.warn("{}; tried again", reason);
    }
    unreadable = Optional.of(ApplyFindings.unreadable(reason));
  }

  private void checkRelease(Instant now) {
    Optional<String> hold = reconciler.hold();
    if (hold.isEmpty() || checkingRelease) {
      return;
    }
    if (nextReleaseCheck.isAfter(now)) {
      turns.wakeAt(nextReleaseCheck);
      return;
    }
    checkingRelease = true;
    nextReleaseCheck = now.plus(RELEASE_CHECK);
    var unused =
        sink.releasedHold()
            .whenComplete(
                (released, failure) ->
                    turns.tell(
                        () -> {
                          checkingRelease = false;
                          if (released != null) {
                            released.ifPresent(reconciler::release);
                          }
                        }));
  }

  private void report(Instant now) {
    if (nextStatus.isAfter(now)) {
      turns.wakeAt(nextStatus);
      return;
    }
    ApplyStatus status =
        reconciler.status(reconciler.hold().map(sink::releaseAdvice).orElse("")).with(unreadable);
    nextStatus = now.plus(STATUS_PAUSE);
    if (!status.equals(told)) {
      told = status;
      statuses.accept(status);
    }
  }

  private static String reason(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof SinkException known ? known.reason() : String.valueOf(cause);
  }
}
