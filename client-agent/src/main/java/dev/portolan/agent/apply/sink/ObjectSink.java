package dev.portolan.agent.apply.sink;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Where objects are written: a directory or an API server. Objects change whole or not at all, and
 * what is not ours is never touched, whatever the caller believed to stand there. Every stage
 * completes within a bounded time, on any thread.
 */
public interface ObjectSink extends AutoCloseable {

  /** From now on the watcher is told of changes, as far as the sink can notice them. */
  void watch(SinkWatcher watcher);

  /**
   * Reads everything anew from the source of truth. Fails with a {@link SinkException} if it cannot
   * be read whole: a partial list would look like deletions.
   */
  CompletionStage<Listing> list();

  /** Makes an object where none stands; {@link WriteResult.Moved} if one does. */
  CompletionStage<WriteResult> create(DesiredObject desired);

  /**
   * Replaces an object of ours; {@link WriteResult.Moved} if it is not as it was seen.
   *
   * @param standing what is replaced; ours
   */
  CompletionStage<WriteResult> update(DesiredObject desired, ObservedObject standing);

  /**
   * Removes an object of ours; {@link WriteResult.Moved} if it is not as it was seen.
   *
   * @param standing what is removed; ours
   */
  CompletionStage<WriteResult> delete(ObservedObject standing);

  /** Which hold on deletions a person has released, if any; fails like {@link #list}. */
  CompletionStage<Optional<String>> releasedHold();

  /** How a person releases a hold here, as a phrase that goes on "to release it, ". */
  String releaseAdvice(String hold);

  /** No call after it reaches the cluster; those under way end by themselves. */
  @Override
  void close();
}
