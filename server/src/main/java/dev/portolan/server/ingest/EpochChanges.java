package dev.portolan.server.ingest;

import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Revision;
import dev.portolan.server.control.SnapshotPublisher;
import dev.portolan.server.rpc.UnavailableException;
import java.time.Instant;

/**
 * Ends the report streams of an epoch when another one begins: what was acknowledged in the old one
 * may not be in the new one, so every origin is to list again.
 *
 * @param agents whose streams these are
 */
public record EpochChanges(AgentDirectory agents) implements SnapshotPublisher {

  @Override
  public void loaded(RegistrySnapshot snapshot) {
    // Not of interest.
  }

  @Override
  public void publish(RegistryDelta delta, RegistrySnapshot snapshot) {
    if (!delta.from().comparableWith(delta.to())) {
      agents.endAll(begun(snapshot.revision()));
    }
  }

  @Override
  public void beat(RegistrySnapshot snapshot, Instant hubTime) {
    // Not of interest.
  }

  /** For a stream that was opened in another epoch. */
  static UnavailableException begun(Revision revision) {
    return new UnavailableException(
        "EPOCH_BEGUN",
        "the registry goes on in epoch %s; reconnect and list again".formatted(revision.epoch()));
  }

  /** For a stream whose hello showed that an epoch must end. */
  static UnavailableException ending(String epoch) {
    return new UnavailableException(
        "EPOCH_ENDS",
        "writes of epoch %s are lost, another one begins; reconnect and list again"
            .formatted(epoch));
  }
}
