package dev.portolan.it.chain;

import dev.portolan.agent.apply.sink.DesiredObject;
import dev.portolan.agent.apply.sink.Listing;
import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.ObjectSink;
import dev.portolan.agent.apply.sink.Observation;
import dev.portolan.agent.apply.sink.ObservedObject;
import dev.portolan.agent.apply.sink.SinkWatcher;
import dev.portolan.agent.apply.sink.WriteResult;
import dev.portolan.registry.OriginId;
import dev.portolan.world.Judge;
import dev.portolan.world.Plans;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The objects in one cluster, whatever happens to its agent. Every step is shown to the judge.
 * Thread-safe.
 */
final class ClusterObjects {
  private final OriginId cluster;
  private final Judge judge;
  private final SortedMap<ObjectRef, HasMetadata> standing = new TreeMap<>();
  private final Set<ObjectRef> writtenUnknowing = new HashSet<>();
  private boolean unknowing;
  private long steps;

  ClusterObjects(OriginId cluster, Judge judge) {
    this.cluster = cluster;
    this.judge = judge;
  }

  /** What stands, as text. */
  synchronized SortedMap<String, String> texts() {
    SortedMap<String, String> texts = new TreeMap<>();
    standing.forEach((ref, object) -> texts.put(ref.kind() + "/" + ref.name(), Plans.text(object)));
    return texts;
  }

  synchronized long steps() {
    return steps;
  }

  /** From now on nobody can tell the agent what others had; objects that stand speak of it. */
  synchronized void unknowing() {
    unknowing = true;
  }

  synchronized void settle() {
    unknowing = false;
    writtenUnknowing.clear();
  }

  /** For one process of the agent. */
  ObjectSink sink() {
    return new ProcessSink();
  }

  private void step(ObjectRef ref, Optional<HasMetadata> after) {
    Optional<HasMetadata> before = Optional.ofNullable(standing.get(ref));
    if (unknowing && before.isEmpty()) {
      writtenUnknowing.add(ref);
    }
    steps++;
    judge.wrote(
        cluster,
        ref.kind(),
        ref.name(),
        before.map(Plans::text),
        after.map(Plans::text),
        writtenUnknowing.contains(ref));
    after.ifPresentOrElse(object -> standing.put(ref, object), () -> standing.remove(ref));
  }

  private final class ProcessSink implements ObjectSink {
    private boolean closed;

    @Override
    public void watch(SinkWatcher watcher) {
      // Nobody else writes here.
    }

    @Override
    public CompletionStage<Listing> list() {
      return answer(
          () -> new Listing(standing.values().stream().map(Observation::of).toList(), ""));
    }

    @Override
    public CompletionStage<WriteResult> create(DesiredObject desired) {
      return write(desired.ref(), Optional.empty(), Optional.of(desired));
    }

    @Override
    public CompletionStage<WriteResult> update(DesiredObject desired, ObservedObject seen) {
      return write(desired.ref(), Optional.of(seen), Optional.of(desired));
    }

    @Override
    public CompletionStage<WriteResult> delete(ObservedObject seen) {
      return write(seen.ref(), Optional.of(seen), Optional.empty());
    }

    private CompletionStage<WriteResult> write(
        ObjectRef ref, Optional<ObservedObject> seen, Optional<DesiredObject> desired) {
      return answer(
          () -> {
            Optional<ObservedObject> found =
                Optional.ofNullable(standing.get(ref)).map(Observation::of);
            if (!found.map(ObservedObject::fingerprint).equals(seen.map(o -> o.fingerprint()))) {
              return new WriteResult.Moved(found);
            }
            step(ref, desired.map(DesiredObject::object));
            return desired.isPresent()
                ? new WriteResult.Written(Observation.of(desired.get().object()))
                : new WriteResult.Removed();
          });
    }

    /** After its close a process reaches the cluster no more. */
    private <T> CompletionStage<T> answer(Supplier<T> action) {
      synchronized (ClusterObjects.this) {
        return closed ? new CompletableFuture<>() : CompletableFuture.completedStage(action.get());
      }
    }

    @Override
    public CompletionStage<Optional<String>> releasedHold() {
      return CompletableFuture.completedStage(Optional.empty());
    }

    @Override
    public String releaseAdvice(String hold) {
      return "nobody releases " + hold;
    }

    @Override
    public void close() {
      synchronized (ClusterObjects.this) {
        closed = true;
      }
    }
  }
}
