package dev.portolan.server.control;

import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import java.time.Instant;

/**
 * Told about every change after it is durable. Called from the registry loop's thread, in order and
 * without gaps: hand over and return, never block.
 */
public interface SnapshotPublisher {

  /** {@code delta} led to {@code snapshot}. The first call has a delta from {@code EMPTY}. */
  void publish(RegistryDelta delta, RegistrySnapshot snapshot);

  /**
   * The loop's beat, also when nothing changes: proof that the writer is alive.
   *
   * @param hubTime when the beat left the loop
   */
  void beat(RegistrySnapshot snapshot, Instant hubTime);
}
