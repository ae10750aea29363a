package dev.portolan.agent.apply;

import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.work.Operation;
import dev.portolan.agent.apply.work.WorkQueue;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Deletions between the decision and the queue: there the brake looks at all of them together.
 * Confined to one thread.
 */
final class Deletions {
  private final WorkQueue queue;
  private final Brake brake;
  private final Map<ObjectRef, Operation.Delete> all = new HashMap<>();
  private final Set<ObjectRef> unqueued = new HashSet<>();
  private final Set<ObjectRef> released = new HashSet<>();
  private Optional<String> hold = Optional.empty();
  private boolean changed;

  Deletions(ApplyLimits limits, WorkQueue queue) {
    this.queue = queue;
    this.brake = new Brake(limits);
  }

  void want(Operation.Delete deletion) {
    Operation.Delete before = all.put(deletion.ref(), deletion);
    if (!deletion.equals(before)) {
      unqueued.add(deletion.ref());
      changed = true;
    }
  }

  /** The object is wanted again, or gone without us. */
  void cancel(ObjectRef ref) {
    released.remove(ref);
    forget(ref);
  }

  /** A deletion has been tried; if it was refused, it may be wanted again. */
  void ended(ObjectRef ref, boolean removed, Instant now) {
    forget(ref);
    if (removed && !released.remove(ref)) {
      brake.removed(now);
    }
  }

  /**
   * Lets the deletions into the queue or keeps them from it.
   *
   * @param objects of ours that stand
   */
  void decide(int objects, Instant now) {
    if (!changed && hold.isEmpty()) {
      return;
    }
    changed = false;
    Set<ObjectRef> questioned = new HashSet<>(all.keySet());
    questioned.removeAll(released);
    hold = brake.hold(questioned, objects, now);
    if (hold.isPresent()) {
      questioned.stream().filter(ref -> !unqueued.contains(ref)).forEach(queue::cancel);
      unqueued.addAll(questioned);
    }
    for (ObjectRef ref : Set.copyOf(unqueued)) {
      if (hold.isEmpty() || released.contains(ref)) {
        unqueued.remove(ref);
        Optional.ofNullable(all.get(ref)).ifPresent(step -> queue.put(step, Instant.MIN, now));
      }
    }
  }

  Optional<String> hold() {
    return hold;
  }

  void release(String name) {
    if (hold.filter(name::equals).isPresent()) {
      released.addAll(all.keySet());
      changed = true;
    }
  }

  /** Deletions that are wanted and not done. */
  int size() {
    return all.size();
  }

  private void forget(ObjectRef ref) {
    if (all.remove(ref) != null) {
      unqueued.remove(ref);
      changed = true;
    }
  }
}
