package dev.portolan.agent.discovery.kubernetes;

import dev.portolan.agent.discovery.objects.ObjectRef;
import dev.portolan.agent.discovery.objects.Observed;
import java.util.Optional;

/**
 * What an informer says about one object.
 *
 * @param generation of the informer; what an older one says does not count any more
 * @param object as it was seen; empty when it does not matter here, and for every other claim
 * @param problem why it is unreadable, else empty
 */
record Sighting(
    ObjectRef ref, int generation, Claim claim, Optional<Observed> object, String problem) {

  static Sighting seen(ObjectRef ref, int generation, Optional<Observed> object) {
    return new Sighting(ref, generation, Claim.SEEN, object, "");
  }

  static Sighting unreadable(ObjectRef ref, int generation, String problem) {
    return new Sighting(ref, generation, Claim.UNREADABLE, Optional.empty(), problem);
  }

  static Sighting deleted(ObjectRef ref, int generation) {
    return new Sighting(ref, generation, Claim.DELETED, Optional.empty(), "");
  }

  static Sighting missing(ObjectRef ref, int generation) {
    return new Sighting(ref, generation, Claim.MISSING, Optional.empty(), "");
  }

  enum Claim {
    SEEN,
    /** It says something that cannot be understood. */
    UNREADABLE,
    /** The API server said that it was deleted. */
    DELETED,
    /** It is not in a complete list, and nobody said why. */
    MISSING
  }
}
