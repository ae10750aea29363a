package dev.portolan.wire;

import dev.portolan.registry.Liveness;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import java.util.Optional;

/**
 * What a hub says of an origin along with its cluster's facts.
 *
 * @param reported the origin has completed a report in this epoch, so that the absence of its
 *     records means something
 * @param liveness what there is against the origin's being alive
 */
public record Standing(boolean reported, Optional<Liveness> liveness) {
  /** Nothing is known of it. */
  public static final Standing NONE = new Standing(false, Optional.empty());

  /** An origin that has reported and is live. */
  public static final Standing REPORTED = new Standing(true, Optional.empty());

  /** As the registry has it. */
  public static Standing of(RegistrySnapshot snapshot, OriginId origin) {
    return new Standing(snapshot.progress(origin).everComplete(), snapshot.liveness(origin));
  }
}
