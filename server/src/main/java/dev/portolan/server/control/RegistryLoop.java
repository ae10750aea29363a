package dev.portolan.server.control;

import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.server.control.EventQueue.Submission;
import dev.portolan.server.control.Proposal.Accepted;
import dev.portolan.server.control.Proposal.Refused;
import dev.portolan.server.control.Proposal.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only writer of the registry: one thread at a time that decides, makes durable, publishes and
 * acknowledges, in that order, once per group of waiting events. Readers on any thread take {@link
 * #snapshot}. Nothing is published or acknowledged that the store does not hold. Owns the store and
 * closes it.
 */
public final class RegistryLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RegistryLoop.class);

  private final Settings settings;
  private final RegistryStore store;
  private final Clock clock;
  private final List<SnapshotPublisher> publishers;
  private final FaultPolicy faults;
  private final RemovalGuard guard;
  private final EventQueue queue;
  private final CompletableFuture<Void> loaded = new CompletableFuture<>();
  private final Steps steps = new Steps(this::turn, this::finished, this::end);

  private final String start = RandomName.next();

  private volatile RegistrySnapshot snapshot = RegistrySnapshot.EMPTY;
  private volatile Lineage lineage = Lineage.unknown("");
  // Of the loop's thread:
  private RecentRemovals removed = RecentRemovals.NONE;
  private boolean storeRefuses;

  /** A loop that holds no removal. */
  public RegistryLoop(
      Settings settings,
      RegistryStore store,
      Clock clock,
      List<SnapshotPublisher> publishers,
      FaultPolicy faults) {
    this(settings, store, clock, publishers, faults, RemovalGuard.NONE);
  }

  /**
   * Publishers are told in the order of the list.
   *
   * @param guard says which removals are held
   */
  public RegistryLoop(
      Settings settings,
      RegistryStore store,
      Clock clock,
      List<SnapshotPublisher> publishers,
      FaultPolicy faults,
      RemovalGuard guard) {
    this.settings = settings;
    this.store = store;
    this.clock = clock;
    this.publishers = List.copyOf(publishers);
    this.faults = faults;
    this.guard = guard;
    this.queue = new EventQueue(settings.queueBound());
  }

  /** A thread for a loop. */
  public static ScheduledExecutorService thread() {
    return new ScheduledThreadPoolExecutor(
        1,
        task -> {
          Thread created = new Thread(task, "registry-loop");
          created.setDaemon(true);
          return created;
        });
  }

  /**
   * Loads the store, says what it holds, and takes events from then on; on a thread of its own.
   *
   * @throws StoreException if the store cannot be read whole; the loop has ended and closed it
   */
  public void start() {
    try {
      begin(thread()).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /**
   * As {@link #start}, on another's thread, and without waiting for it.
   *
   * @param on runs one task after the other; shut down when the loop ends
   * @return completes when events are taken, or with the {@link StoreException}
   */
  public CompletableFuture<Void> begin(ScheduledExecutorService on) {
    steps.begin(on, this::load);
    return loaded.copy();
  }

  /** The registry now; the empty one without revision before {@link #start}. */
  public RegistrySnapshot snapshot() {
    return snapshot;
  }

  /** Who has written the registry's epoch, this start last; nobody before {@link #start}. */
  public Lineage lineage() {
    return lineage;
  }

  /**
   * Completes when the loop has ended: normally after {@link #close}, with the reason after a fault
   * that leaves the hub useless, such as {@link StoreFailedException}.
   */
  public CompletableFuture<Void> ended() {
    return steps.ended();
  }

  /**
   * Whether events are taken: from {@link #start} to {@link #close} or a fault that ends the loop.
   */
  public boolean accepting() {
    return queue.isOpen();
  }

  /**
   * Asks for a change. The future completes on the loop's thread (do not block it) when the change
   * is durable and published. It fails with {@link NotAcceptedException} (queue full, or not
   * running), {@link SupersededException}, {@link StoreException} (not durable; the registry is as
   * it was), {@link NoSuchHoldException}, or {@link IllegalArgumentException} (a bug of the caller:
   * a record that is not the origin's own).
   */
  public CompletableFuture<Outcome> submit(RegistryEvent event) {
    CompletableFuture<Outcome> outcome = queue.offer(event);
    steps.wake();
    return outcome;
  }

  /**
   * Takes no more events, finishes those it has, closes the store. Returns when the thread is gone
   * (or at once on the loop's own thread).
   */
  @Override
  public void close() {
    queue.shut();
    steps.wake();
    steps.join();
  }

  private void turn() {
    commit(queue.take(settings.groupBound()));
    if (!queue.isEmpty()) {
      steps.wake();
    }
  }

  private boolean finished() {
    return !queue.isOpen() && queue.isEmpty();
  }

  private void end(@Nullable Throwable cause) {
    try {
      store.close();
    } catch (RuntimeException e) {
      faults.fault("the store was not closed in good order", e);
    }
    if (cause != null && !loaded.completeExceptionally(cause)) {
      faults.fault("registry loop has ended: memory and store may differ, restart the hub", cause);
    }
    queue.abandon();
  }

  private void load() {
    RegistrySnapshot held = store.load();
    List<StoredMessage> messages = store.takeMessages();
    lineage = store.begin(start);
    tellPublishers(publisher -> publisher.started(start));
    snapshot = held;
    tellPublishers(publisher -> publisher.loaded(held, messages));
    queue.open();
    // With delays between them: a loop that was held up does not beat in bursts.
    steps.every(settings.beatInterval(), this::beat);
    loaded.complete(null);
  }

  private void commit(List<Submission> group) {
    if (group.isEmpty()) {
      return;
    }
    try {
      Proposal proposal = propose(group);
      if (!proposal.delta().to().equals(snapshot.revision())) {
        RegistryDelta applied = store.append(proposal.delta());
        if (!applied.to().comparableWith(applied.from())) {
          lineage = Lineage.opened(start, applied.to());
        }
        publish(applied, applied.applyTo(snapshot));
        storeAccepts();
      }
      removed = proposal.recent();
      for (int i = 0; i < group.size(); i++) {
        settle(group.get(i), proposal.verdicts().get(i));
      }
    } catch (StoreFailedException e) {
      group.forEach(submission -> submission.outcome().completeExceptionally(e));
      throw e;
    } catch (StoreException e) {
      storeRefused(e);
      group.forEach(submission -> submission.outcome().completeExceptionally(e));
    } catch (RuntimeException | Error e) {
      group.forEach(submission -> submission.outcome().completeExceptionally(e));
      throw e;
    }
  }

  private Proposal propose(List<Submission> group) {
    return RegistryPlanner.plan(
        snapshot, guard, removed, group.stream().map(Submission::event).toList(), clock.instant());
  }

  private void settle(Submission submission, Verdict verdict) {
    if (verdict instanceof Accepted accepted) {
      submission
          .outcome()
          .complete(
              new Outcome(
                  snapshot.revision(),
                  accepted.removedServices(),
                  accepted.removedSlices(),
                  accepted.hold()));
    } else if (verdict instanceof Refused refused) {
      if (!expected(refused.cause())) {
        faults.fault("an event was refused", refused.cause());
      }
      submission.outcome().completeExceptionally(refused.cause());
    }
  }

  /** Whether a refusal is the asker's fault, who is told. */
  private static boolean expected(RuntimeException refusal) {
    return refusal instanceof SupersededException
        || refusal instanceof StaleListException
        || refusal instanceof NoSuchHoldException
        || refusal instanceof OriginTakenException
        || refusal instanceof QuotaException;
  }

  private void publish(RegistryDelta delta, RegistrySnapshot next) {
    steps.check();
    snapshot = next;
    tellPublishers(publisher -> publisher.publish(delta, next));
  }

  private void beat() {
    tellPublishers(publisher -> publisher.beat(snapshot, clock.instant()));
    if (storeRefuses) {
      probe();
    }
  }

  // Whoever is told to go elsewhere because nothing can be written sends no write that would show
  // that it can be again.
  private void probe() {
    try {
      store.probe();
      storeAccepts();
    } catch (StoreFailedException e) {
      throw e;
    } catch (StoreException e) {
      log.debug("The store still refuses writes: {}", e.getMessage());
    }
  }

  private void tellPublishers(Consumer<SnapshotPublisher> message) {
    for (SnapshotPublisher publisher : publishers) {
      try {
        message.accept(publisher);
      } catch (RuntimeException e) {
        faults.fault("publisher " + publisher + " threw; the others were told", e);
      }
    }
  }

  private void storeRefused(StoreException cause) {
    if (!storeRefuses) {
      storeRefuses = true;
      log.error("The store refuses writes; reports wait until it takes them again", cause);
      tellPublishers(publisher -> publisher.writable(false));
    }
  }

  private void storeAccepts() {
    if (storeRefuses) {
      storeRefuses = false;
      log.info("The store takes writes again, at {}", snapshot.revision());
      tellPublishers(publisher -> publisher.writable(true));
    }
  }

  /**
   * Bounds of the loop.
   *
   * @param queueBound events that may wait
   * @param groupBound events in one durable write
   * @param beatInterval between two beats
   */
  public record Settings(int queueBound, int groupBound, Duration beatInterval) {
    /** Up to 1,000 waiting events, 100 in one write, a beat every two seconds. */
    public static final Settings DEFAULT = new Settings(1000, 100, Duration.ofSeconds(2));

    public Settings {
      if (queueBound < 1 || groupBound < 1 || beatInterval.isNegative() || beatInterval.isZero()) {
        throw new IllegalArgumentException(
            "queue bound %d, group bound %d, beat interval %s: all must be above 0"
                .formatted(queueBound, groupBound, beatInterval));
      }
    }
  }
}
