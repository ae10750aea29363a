package dev.portolan.agent.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/**
 * Where objects are written: a directory, later an API server. Called by one thread.
 * Implementations write whole objects atomically and never touch what is not ours.
 */
public interface ObjectSink {

  /**
   * Everything that stands where we might write, ours or not.
   *
   * @throws SinkException if it cannot be read whole: a partial list would look like deletions
   */
  List<ObservedObject> list();

  /**
   * Creates or replaces one object.
   *
   * @throws SinkException if it was not written; the object before it is still there
   */
  void write(HasMetadata object);

  /**
   * Removes one object of ours; no effect if it is gone.
   *
   * @throws SinkException if it was not removed
   */
  void delete(ObjectRef ref);
}
