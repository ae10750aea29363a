package dev.portolan.registry;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * In which order clusters use the destinations of some hosts, and what becomes of those of an
 * origin that is lost. A policy may say one of these only; each counts for itself (ADR 0050).
 *
 * @param tiers up to {@value #MAX_TIERS}, the first to be used first; a destination belongs to the
 *     first that has it; none where the policy says nothing about the order
 * @param rest what becomes of destinations that no tier has
 * @param outlier when a destination that fails is left out for a while, which is what makes the
 *     next tier be used
 * @param partition what is done about an origin that is lost, whatever the virtual mesh says
 */
public record FailoverPolicy(
    PolicyKey key,
    VirtualMeshKey mesh,
    SortedSet<HostSelector> hosts,
    List<FailoverTier> tiers,
    Rest rest,
    OutlierRule outlier,
    Optional<PartitionRule> partition,
    Rollout rollout)
    implements Policy {
  public static final int MAX_TIERS = 16;

  public FailoverPolicy {
    if (key.kind() != ResourceKey.Kind.FAILOVER_POLICY) {
      throw new IllegalArgumentException(key + " is no failover policy's");
    }
    if (hosts.isEmpty() || hosts.size() > MAX_SELECTORS) {
      throw new IllegalArgumentException(
          "%s selects hosts in %d ways; 1 to %d"
              .formatted(key.path(), hosts.size(), MAX_SELECTORS));
    }
    if (tiers.size() > MAX_TIERS || (tiers.isEmpty() && partition.isEmpty())) {
      throw new IllegalArgumentException(
          "%s has %d tiers; 1 to %d".formatted(key.path(), tiers.size(), MAX_TIERS));
    }
    if (tiers.isEmpty() && (rest != Rest.LAST || !outlier.equals(OutlierRule.DEFAULT))) {
      throw new IllegalArgumentException(key.path() + " says how tiers are used and has none");
    }
    hosts = Collections.unmodifiableSortedSet(new TreeSet<>(hosts));
    tiers = List.copyOf(tiers);
  }

  /** All clusters have it at once. */
  public FailoverPolicy(
      PolicyKey key,
      VirtualMeshKey mesh,
      SortedSet<HostSelector> hosts,
      List<FailoverTier> tiers,
      Rest rest,
      OutlierRule outlier,
      Optional<PartitionRule> partition) {
    this(key, mesh, hosts, tiers, rest, outlier, partition, Rollout.AT_ONCE);
  }

  /** Says nothing about origins that are lost. */
  public FailoverPolicy(
      PolicyKey key,
      VirtualMeshKey mesh,
      SortedSet<HostSelector> hosts,
      List<FailoverTier> tiers,
      Rest rest,
      OutlierRule outlier) {
    this(key, mesh, hosts, tiers, rest, outlier, Optional.empty());
  }

  /** With the usual outlier detection, and the rest last. */
  public FailoverPolicy(
      PolicyKey key,
      VirtualMeshKey mesh,
      Collection<HostSelector> hosts,
      List<FailoverTier> tiers) {
    this(key, mesh, new TreeSet<>(hosts), tiers, Rest.LAST, OutlierRule.DEFAULT);
  }

  /** The same policy with a rule for origins that are lost. */
  public FailoverPolicy with(PartitionRule rule) {
    return new FailoverPolicy(key, mesh, hosts, tiers, rest, outlier, Optional.of(rule), rollout);
  }

  @Override
  public FailoverPolicy with(Rollout newRollout) {
    return new FailoverPolicy(key, mesh, hosts, tiers, rest, outlier, partition, newRollout);
  }

  /** Whether it says in which order destinations are used. */
  public boolean orders() {
    return !tiers.isEmpty();
  }

  /** Whether some tier is divided by weights. */
  public boolean weighted() {
    return tiers.stream().anyMatch(FailoverTier::weighted);
  }

  /** What becomes of destinations that no tier has. */
  public enum Rest {
    /** They are used where none of the tiers answers. */
    LAST,
    /** They are not used. */
    NEVER,
    /** Something that a later version knows. */
    UNKNOWN
  }
}
