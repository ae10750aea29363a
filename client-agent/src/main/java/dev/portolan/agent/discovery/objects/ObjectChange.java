package dev.portolan.agent.discovery.objects;

import java.util.Optional;

/**
 * An object was seen, or is explicitly gone.
 *
 * @param object empty when it is gone
 */
public record ObjectChange(ObjectRef ref, Optional<Observed> object) {
  public static ObjectChange seen(Observed object) {
    return new ObjectChange(object.ref(), Optional.of(object));
  }

  public static ObjectChange gone(ObjectRef ref) {
    return new ObjectChange(ref, Optional.empty());
  }
}
