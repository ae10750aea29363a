package dev.portolan.agent.apply;

import dev.portolan.registry.OriginId;
import java.util.Set;

/**
 * What stands in the cluster under an identity.
 *
 * @param ours carries our label; everything else is never touched
 * @param specHash hash of the spec as found, not as annotated: an edited object differs
 * @param epoch epoch of the revision it was written at, empty when unknown
 * @param origins whose endpoints it carries
 */
public record ObservedObject(
    ObjectRef ref, boolean ours, String specHash, String epoch, Set<OriginId> origins) {
  public ObservedObject {
    origins = Set.copyOf(origins);
  }
}
