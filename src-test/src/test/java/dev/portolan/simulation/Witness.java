package dev.portolan.simulation;

import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.registry.OriginId;
import dev.portolan.simulation.cluster.SimulatedApi;
import dev.portolan.world.Judge;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Sees every write in one cluster and shows it to the judge. What an agent writes for the first
 * time while neither it nor the hub can know all is judged by what it comes to in the end.
 */
final class Witness implements SimulatedApi.Writes {
  private final OriginId cluster;
  private final Judge judge;
  private final Set<ObjectRef> writtenUnknowing = new HashSet<>();
  private boolean unknowing = true;

  Witness(OriginId cluster, Judge judge) {
    this.cluster = cluster;
    this.judge = judge;
  }

  /** From now on nobody may be able to tell the agent what others have. */
  void unknowing() {
    unknowing = true;
  }

  /** The agent knows everything, and so does the hub. */
  void settle() {
    unknowing = false;
    writtenUnknowing.clear();
  }

  @Override
  public void wrote(ObjectRef ref, Optional<String> before, Optional<String> after) {
    if (unknowing && before.isEmpty()) {
      writtenUnknowing.add(ref);
    }
    if (!writtenUnknowing.contains(ref)) {
      judge.wrote(cluster, ref.kind(), ref.name(), before, after, false);
    }
  }
}
