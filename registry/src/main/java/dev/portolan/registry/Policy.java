package dev.portolan.registry;

import java.util.Comparator;
import java.util.SortedSet;

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
}
