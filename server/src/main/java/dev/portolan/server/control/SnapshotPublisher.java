package dev.portolan.server.control;

import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import java.time.Instant;

/**
 * Told about every change after it is durable. Called from the registry loop's thread, in order and
 * without gaps: hand over and return, never block.
 */
public interface SnapshotPublisher {

  /**
   * Whether the store takes writes; told when that changes, and true until then. Reading goes on
   * all the same.
   */
  default void writable(boolean writable) {}

  /** The name of this start of the hub; before the first call of {@link #publish}. */
  default void started(String start) {}

  /**
   * {@code delta} led to {@code snapshot}. The first call has a delta from {@code EMPTY}; one that
   * leads to another epoch says that absences mean nothing until origins have listed again.
   */
  void publish(RegistryDelta delta, RegistrySnapshot snapshot);

  /**
   * The loop's beat, also when nothing changes: proof that the writer is alive.
   *
   * @param hubTime when the beat left the loop
   */
  void beat(RegistrySnapshot snapshot, Instant hubTime);
}
