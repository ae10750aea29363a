package dev.portolan.agent.apply.sink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An {@link ObjectSink} in memory with the rules of an API server: versions grow, a write demands
 * what it saw. Records what is done to it, and can be told to refuse, to be slow and to be edited
 * by others. Thread-safe.
 */
public final class FakeObjectSink implements ObjectSink {
  private final Map<ObjectRef, ObservedObject> standing = new TreeMap<>();
  private final List<String> log = new ArrayList<>();
  private final List<Refused> refusals = new ArrayList<>();
  private final Set<ObjectRef> slow = new HashSet<>();
  private final List<Runnable> unanswered = new ArrayList<>();
  private Runnable afterEachStep = () -> {};
  private @Nullable SinkWatcher watcher;
  private @Nullable String released;
  private boolean unreadable;
  private long version;

  private record Refused(Predicate<String> which, WriteResult.Refused result) {}

  /** Puts something there that the agent does not hear of before it lists or meets it. */
  public synchronized FakeObjectSink holding(ObservedObject object) {
    standing.put(object.ref(), stamped(object));
    return this;
  }

  /** Somebody else writes an object, and the watcher hears of it. */
  public void edit(ObservedObject object) {
    holding(object);
    tell(standing(object.ref()));
  }

  /** Somebody else removes an object, and the watcher hears of it. */
  public void remove(ObjectRef ref) {
    SinkWatcher told;
    String last;
    synchronized (this) {
      standing.remove(ref);
      version++;
      told = watcher;
      last = Long.toString(version);
    }
    if (told != null) {
      told.gone(ref, last);
    }
  }

  /** What stands under an identity. */
  public synchronized ObservedObject standing(ObjectRef ref) {
    return Objects.requireNonNull(standing.get(ref), () -> "nothing stands at " + ref);
  }

  /** Tells the watcher of a state that stands or once stood, as a watch does sooner or later. */
  public void tell(ObservedObject object) {
    SinkWatcher told;
    synchronized (this) {
      told = watcher;
    }
    if (told != null) {
      told.seen(object);
    }
  }

  /** Refuses steps from now on. */
  public void refuse(ObjectRef ref, Refusal refusal) {
    refuse(step -> step.endsWith(" " + ref), refusal, Optional.empty());
  }

  /**
   * Refuses steps from now on.
   *
   * @param which of {@code create <ref>} and the like
   */
  public synchronized void refuse(
      Predicate<String> which, Refusal refusal, Optional<Duration> retryAfter) {
    refusals.add(new Refused(which, new WriteResult.Refused(refusal, "no such luck", retryAfter)));
  }

  /** Refuses nothing any more and can be read. */
  public synchronized void heal() {
    refusals.clear();
    unreadable = false;
  }

  /** Steps on this object are not answered before {@link #answer}. */
  public synchronized void delay(ObjectRef ref) {
    slow.add(ref);
  }

  /** Answers every step that waits. */
  public void answer() {
    List<Runnable> due;
    synchronized (this) {
      due = List.copyOf(unanswered);
      unanswered.clear();
      slow.clear();
    }
    due.forEach(Runnable::run);
  }

  /** Runs this whenever a step has had its effect. */
  public synchronized void afterEachStep(Runnable look) {
    afterEachStep = look;
  }

  public synchronized void makeUnreadable() {
    unreadable = true;
  }

  public synchronized void release(String hold) {
    released = hold;
  }

  /** {@code create <ref>}, {@code update <ref>}, {@code delete <ref>} in order since last asked. */
  public synchronized List<String> drainLog() {
    List<String> drained = List.copyOf(log);
    log.clear();
    return drained;
  }

  public synchronized Set<ObjectRef> refs() {
    return Set.copyOf(standing.keySet());
  }

  @Override
  public synchronized void watch(SinkWatcher newWatcher) {
    watcher = newWatcher;
  }

  @Override
  public synchronized CompletionStage<Listing> list() {
    return unreadable
        ? CompletableFuture.failedStage(new SinkException("it cannot be read", null))
        : CompletableFuture.completedStage(
            new Listing(List.copyOf(standing.values()), Long.toString(version)));
  }

  @Override
  public CompletionStage<WriteResult> create(DesiredObject desired) {
    return step(
        "create",
        desired.ref(),
        () ->
            standing.containsKey(desired.ref())
                ? new WriteResult.Moved(Optional.of(standing.get(desired.ref())))
                : written(desired));
  }

  @Override
  public CompletionStage<WriteResult> update(DesiredObject desired, ObservedObject seen) {
    return step(
        "update",
        desired.ref(),
        () -> moved(seen).<WriteResult>map(m -> m).orElseGet(() -> written(desired)));
  }

  @Override
  public CompletionStage<WriteResult> delete(ObservedObject seen) {
    return step(
        "delete",
        seen.ref(),
        () -> {
          Optional<WriteResult.Moved> moved = moved(seen);
          if (moved.isPresent() && moved.get().now().isPresent()) {
            return moved.get();
          }
          standing.remove(seen.ref());
          version++;
          return new WriteResult.Removed();
        });
  }

  @Override
  public synchronized CompletionStage<Optional<String>> releasedHold() {
    return CompletableFuture.completedStage(Optional.ofNullable(released));
  }

  @Override
  public String releaseAdvice(String hold) {
    return "say " + hold;
  }

  @Override
  public void close() {
    // Nothing to end.
  }

  private CompletionStage<WriteResult> step(
      String verb, ObjectRef ref, Supplier<WriteResult> effect) {
    CompletableFuture<WriteResult> result = new CompletableFuture<>();
    Runnable answer = () -> result.complete(outcome(verb + " " + ref, effect));
    boolean later;
    synchronized (this) {
      log.add(verb + " " + ref);
      later = slow.contains(ref);
      if (later) {
        unanswered.add(answer);
      }
    }
    if (!later) {
      answer.run();
    }
    return result;
  }

  private synchronized WriteResult outcome(String step, Supplier<WriteResult> effect) {
    WriteResult result =
        refusals.stream()
            .filter(refusal -> refusal.which().test(step))
            .findFirst()
            .<WriteResult>map(Refused::result)
            .orElseGet(effect);
    afterEachStep.run();
    return result;
  }

  private Optional<WriteResult.Moved> moved(ObservedObject seen) {
    ObservedObject found = standing.get(seen.ref());
    return found != null && found.handle().equals(seen.handle())
        ? Optional.empty()
        : Optional.of(new WriteResult.Moved(Optional.ofNullable(found)));
  }

  private WriteResult written(DesiredObject desired) {
    ObservedObject now = stamped(desired.written(Handle.NONE));
    standing.put(now.ref(), now);
    return new WriteResult.Written(now);
  }

  private ObservedObject stamped(ObservedObject object) {
    version++;
    return new ObservedObject(
        object.ref(),
        object.custody(),
        object.fingerprint(),
        object.epoch(),
        object.sequence(),
        object.origins(),
        object.hosts(),
        new Handle("uid", Long.toString(version), true, false));
  }
}
