package dev.portolan.agent.apply;

import dev.portolan.registry.OriginId;
import dev.portolan.translate.CanonicalYaml;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Set;

/**
 * An object as it should stand.
 *
 * @param specHash hash of its spec
 * @param epoch of the revision it was planned at
 * @param origins whose endpoints it carries
 */
public record DesiredObject(
    HasMetadata object, String specHash, String epoch, Set<OriginId> origins) {
  public DesiredObject {
    origins = Set.copyOf(origins);
  }

  /** An object with the hash of its spec reckoned. */
  public static DesiredObject of(HasMetadata object, String epoch, Set<OriginId> origins) {
    return new DesiredObject(object, CanonicalYaml.specHash(object), epoch, origins);
  }

  public ObjectRef ref() {
    return ObjectRef.of(object);
  }

  /** What will be observed once it is written. */
  ObservedObject written() {
    return new ObservedObject(ref(), true, specHash, epoch, origins);
  }
}
