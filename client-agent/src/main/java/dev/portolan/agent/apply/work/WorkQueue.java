package dev.portolan.agent.apply.work;

import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.WriteResult;
import dev.portolan.registry.Finding;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Steps that wait to be run: at most one for each object, the latest, in the place of the first. So
 * what an object waits is bounded by what waits before it, however often it changes meanwhile.
 * Updates come first, then creations, then deletions, each in the order of their coming; but no
 * step is overtaken by more than {@value #LEAD} that came after it, so that objects which change
 * faster than they can be written do not keep others from ever being made. Objects of one host run
 * one after the other. Confined to one thread.
 */
public final class WorkQueue {
  /**
   * How many later steps of the next rank may come before one: those of a large change, at once.
   */
  static final int LEAD = 1000;

  private final Map<ObjectRef, Entry> entries = new HashMap<>();
  private final TreeSet<Entry> ready =
      new TreeSet<>(Comparator.comparingLong(Entry::turn).thenComparingLong(Entry::number));
  private final TreeSet<Entry> delayed =
      new TreeSet<>(Comparator.comparing(Entry::due).thenComparingLong(Entry::number));
  private final Set<String> busy = new HashSet<>();
  private final Retries retries = new Retries();
  private final Pauses pauses = new Pauses();
  private final Set<ObjectRef> running = new HashSet<>();
  private Set<ObjectRef> touched = new HashSet<>();
  private long numbers;

  private record Entry(Operation operation, long number, Instant due) {
    /** Whose is lower comes first. */
    long turn() {
      return number + (long) LEAD * operation.rank();
    }
  }

  /**
   * Puts a step into the queue, in the place of the one that it replaces.
   *
   * @param notBefore when it may run at the soonest
   */
  public void put(Operation operation, Instant notBefore, Instant now) {
    Entry before = remove(operation.ref());
    Instant due = later(notBefore, retries.due(operation));
    if (due.equals(Instant.MAX)) {
      return;
    }
    add(new Entry(operation, before == null ? numbers++ : before.number(), due), now);
  }

  /** The object needs no step any more. */
  public void cancel(ObjectRef ref) {
    remove(ref);
    retries.forget(ref);
  }

  /** Takes the next step that may run now. */
  public Optional<Operation> take(Instant now) {
    while (!delayed.isEmpty() && !delayed.first().due().isAfter(now)) {
      ready.add(delayed.pollFirst());
    }
    Iterator<Entry> waiting = ready.iterator();
    while (waiting.hasNext()) {
      Entry entry = waiting.next();
      Operation operation = entry.operation();
      if (busy.contains(operation.ref().group())) {
        continue;
      }
      waiting.remove();
      Instant opens = pauses.opensAt(operation, now);
      if (opens.isAfter(now)) {
        add(new Entry(operation, entry.number(), opens), now);
        continue;
      }
      entries.remove(operation.ref());
      busy.add(operation.ref().group());
      running.add(operation.ref());
      pauses.begin(operation);
      return Optional.of(operation);
    }
    return Optional.empty();
  }

  /**
   * A step that was taken has ended.
   *
   * @return when another attempt at it may be made
   */
  public Instant settled(Operation operation, WriteResult result, Instant now) {
    busy.remove(operation.ref().group());
    running.remove(operation.ref());
    touched.add(operation.ref());
    pauses.settled(operation, result, now);
    return retries.settled(operation, result, now);
  }

  /** When a delayed step falls due; empty when none is delayed. */
  public Optional<Instant> nextDue() {
    return delayed.isEmpty() ? Optional.empty() : Optional.of(delayed.first().due());
  }

  /** Whether a step for the object is under way or runs as soon as its turn comes. */
  public boolean isImminent(ObjectRef ref) {
    Entry entry = entries.get(ref);
    return running.contains(ref) || (entry != null && !delayed.contains(entry));
  }

  /** Objects whose steps came, went or were put off since the last call. */
  public Set<ObjectRef> drainTouched() {
    Set<ObjectRef> drained = touched;
    touched = new HashSet<>();
    return drained;
  }

  /** Steps that wait. */
  public int size() {
    return entries.size();
  }

  /** Objects whose last step was refused. */
  public int refused() {
    return retries.refused();
  }

  /** What was refused, and why. */
  public List<Finding> findings() {
    return retries.findings();
  }

  private void add(Entry entry, Instant now) {
    entries.put(entry.operation().ref(), entry);
    touched.add(entry.operation().ref());
    if (entry.due().isAfter(now)) {
      delayed.add(entry);
    } else {
      ready.add(entry);
    }
  }

  private @Nullable Entry remove(ObjectRef ref) {
    touched.add(ref);
    Entry entry = entries.remove(ref);
    if (entry != null) {
      ready.remove(entry);
      delayed.remove(entry);
    }
    return entry;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
