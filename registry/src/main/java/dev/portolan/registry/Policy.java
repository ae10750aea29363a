package dev.portolan.registry;

import java.util.Comparator;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * A rule about some hosts of one virtual mesh. Of the policies of one kind that select a host, the
 * one that selects it most narrowly counts; among equals the one that the registry has known
 * longest (ADR 0036).
 */
public sealed interface Policy extends Rule permits AccessPolicy, FailoverPolicy, TrafficPolicy {
  int MAX_SELECTORS = 1000;

  /** The stronger claim first, among those that select a host equally narrowly. */
  Comparator<Recorded<Policy>> PRECEDENCE =
      Comparator.<Recorded<Policy>>comparingLong(policy -> policy.provenance().firstSequence())
          .thenComparing(Recorded::key);

  @Override
  PolicyKey key();

  /** The virtual mesh whose hosts it is about. */
  VirtualMeshKey mesh();

  /** Which hosts; at least one selector. */
  SortedSet<HostSelector> hosts();

  /** In which order clusters take it over. */
  Rollout rollout();

  /** The same with another order, or at another place in it. */
  Policy with(Rollout rollout);

  @Override
  default Policy asWritten() {
    return rollout().stage().isEmpty() ? this : with(rollout().withoutStage());
  }

  /** This, and what was before as long as some cluster may have that. */
  default Stream<Policy> versions() {
    return Stream.concat(
        Stream.of(this), rollout().stage().flatMap(Rollout.Stage::before).stream());
  }

  /** What a cluster has of it: this, or what was before where its rollout has not come yet. */
  default Optional<Policy> in(OriginId cluster) {
    return rollout().reaches(cluster)
        ? Optional.of(this)
        : rollout().stage().flatMap(Rollout.Stage::before);
  }
}
