package dev.portolan.agent.apply;

import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.registry.Finding;
import dev.portolan.registry.OriginId;
import java.util.Optional;
import java.util.Set;

/** Decides whether objects of ours that no host wants may go. */
@FunctionalInterface
public interface StrayPolicy {

  /**
   * Why the objects must stay, or nothing when they may go.
   *
   * @param origins whose endpoints they carry, or that shaped them
   * @param epoch of the revision they were written at, empty when unknown
   * @param ref one of them, for the finding
   */
  Optional<Finding> reasonToKeep(Set<OriginId> origins, String epoch, ObjectRef ref);
}
