package dev.portolan.server.control;

import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import java.time.Instant;
import java.util.List;

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

  /** The name of this start of the hub; first of all. */
  default void started(String start) {}

  /** What the store held; once, before all that is published. */
  void loaded(RegistrySnapshot snapshot);

  /**
   * The same for who sends records on.
   *
   * @param messages of records in the snapshot, perhaps not of all
   */
  default void loaded(RegistrySnapshot snapshot, List<StoredMessage> messages) {
    loaded(snapshot);
  }

  /**
   * {@code delta} led to {@code snapshot} from the one before. A delta that leads to another epoch
   * says that absences mean nothing until origins have listed again.
   */
  void publish(RegistryDelta delta, RegistrySnapshot snapshot);

  /**
   * The loop's beat, also when nothing changes: proof that the writer is alive.
   *
   * @param hubTime when the beat left the loop
   */
  void beat(RegistrySnapshot snapshot, Instant hubTime);
}
