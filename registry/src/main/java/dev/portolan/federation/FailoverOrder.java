package dev.portolan.federation;

import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.FailoverPolicy.Rest;
import dev.portolan.registry.FailoverTier;
import dev.portolan.registry.FailoverTier.Distance;
import dev.portolan.registry.Finding;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Service;
import dev.portolan.registry.VirtualMesh;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * In which order one cluster uses the destinations of one host: as the failover policy that selects
 * it says; without one, the own cluster, its region, all others. Used for one plan.
 */
final class FailoverOrder {
  private final Vantage vantage;
  private final Optional<FailoverPolicy> policy;
  // The own cluster's tier where its Service is joined: its endpoints come first all the same.
  private final OptionalInt pinned;
  private final List<Finding> findings;
  private final SortedSet<OriginId> ruledOut = new TreeSet<>();

  private FailoverOrder(
      Vantage vantage,
      Optional<FailoverPolicy> policy,
      OptionalInt pinned,
      List<Finding> findings) {
    this.vantage = vantage;
    this.policy = policy;
    this.pinned = pinned;
    this.findings = List.copyOf(findings);
  }

  /**
   * The order for a host.
   *
   * @param offers what members offer under the host's name
   * @param merged the destinations join an own Service, whose endpoints carry no marks and so are
   *     in the first tier, whatever a policy says
   */
  static FailoverOrder of(
      Vantage vantage, VirtualMesh mesh, HostKey host, List<Service> offers, boolean merged) {
    List<FailoverPolicy> claims =
        vantage.view().failoverPolicies(mesh.key(), host, vantage.cluster());
    if (claims.isEmpty()) {
      return new FailoverOrder(vantage, Optional.empty(), OptionalInt.empty(), List.of());
    }
    FailoverPolicy policy = claims.get(0);
    List<Finding> findings = new ArrayList<>();
    claims.stream()
        .skip(1)
        .forEach(loser -> findings.add(FailoverFindings.conflict(host, policy, loser)));
    if (hasUnknown(policy)) {
      findings.add(FailoverFindings.unknown(vantage, policy));
      return new FailoverOrder(vantage, Optional.empty(), OptionalInt.empty(), findings);
    }
    findings.addAll(FailoverFindings.unknownClusters(mesh, policy));
    findings.addAll(FailoverFindings.emptyTiers(vantage, host, policy, offers));
    FailoverOrder order =
        new FailoverOrder(vantage, Optional.of(policy), OptionalInt.empty(), findings);
    return merged ? order.pinned(host) : order;
  }

  private static boolean hasUnknown(FailoverPolicy policy) {
    return policy.rest() == Rest.UNKNOWN
        || policy.tiers().stream().anyMatch(tier -> tier instanceof FailoverTier.Unknown);
  }

  private FailoverOrder pinned(HostKey host) {
    FailoverPolicy own = policy.orElseThrow();
    Locality locality = vantage.facts(vantage.cluster()).orElseThrow().locality();
    int tier = tierOf(own, vantage.cluster(), locality).orElse(own.tiers().size());
    boolean shared = tier < own.tiers().size() && own.tiers().get(tier).weighted();
    List<Finding> all = new ArrayList<>(findings);
    if (tier > 0 || shared) {
      all.add(FailoverFindings.notEnforced(vantage, host, own, tier > 0));
    }
    return new FailoverOrder(vantage, policy, OptionalInt.of(tier), all);
  }

  List<Finding> findings() {
    return findings;
  }

  /**
   * A contribution with its destinations in the tiers of the policy, without those it rules out.
   */
  Contribution ordered(Contribution contribution) {
    return policy.map(rule -> ordered(rule, contribution)).orElse(contribution);
  }

  private Contribution ordered(FailoverPolicy rule, Contribution contribution) {
    List<Destination> kept = new ArrayList<>();
    for (Destination destination : contribution.destinations()) {
      OptionalInt tier = tierOf(rule, destination.origin(), destination.locality());
      if (tier.isPresent()) {
        kept.add(destination.in(shifted(tier.getAsInt())));
      } else if (rule.rest() == Rest.LAST) {
        kept.add(destination.in(shifted(rule.tiers().size())));
      } else {
        ruledOut.add(destination.origin());
      }
    }
    return contribution.with(kept);
  }

  /** Origins of which the policy has ruled some destination out that was asked about. */
  SortedSet<OriginId> ruledOut() {
    return ruledOut;
  }

  private OptionalInt tierOf(FailoverPolicy rule, OriginId origin, Locality locality) {
    for (int tier = 0; tier < rule.tiers().size(); tier++) {
      if (has(rule.tiers().get(tier), origin, locality)) {
        return OptionalInt.of(tier);
      }
    }
    return OptionalInt.empty();
  }

  private boolean has(FailoverTier tier, OriginId origin, Locality locality) {
    if (tier instanceof FailoverTier.Clusters named) {
      return named.weights().containsKey(origin);
    }
    if (tier instanceof FailoverTier.Regions named) {
      return named.regions().contains(locality.region());
    }
    return tier instanceof FailoverTier.Near near && within(near.within(), origin, locality);
  }

  private boolean within(Distance distance, OriginId origin, Locality locality) {
    return switch (distance) {
      case CLUSTER -> origin.equals(vantage.cluster());
      case REGION -> vantage.tier(origin, locality) <= Destination.TIER_SAME_REGION;
      case ANY -> true;
    };
  }

  // All keep their order among themselves; only what shares the own cluster's tier stays with it.
  private int shifted(int tier) {
    if (pinned.isEmpty() || pinned.getAsInt() == 0) {
      return tier;
    }
    return tier == pinned.getAsInt() ? 0 : tier + 1;
  }

  /** Destinations with the shares of traffic that the policy gives to the clusters of a tier. */
  List<Destination> weighed(List<Destination> destinations) {
    List<Destination> weighed = destinations;
    if (policy.isPresent()) {
      for (int tier = 0; tier < policy.get().tiers().size(); tier++) {
        boolean own = pinned.isPresent() && pinned.getAsInt() == tier;
        if (!own
            && policy.get().tiers().get(tier) instanceof FailoverTier.Clusters named
            && named.weighted()) {
          weighed = TierShares.of(named.weights(), shifted(tier), weighed);
        }
      }
    }
    return weighed;
  }

  /** How clients go from tier to tier. */
  TierOrder tiers() {
    if (policy.isEmpty()) {
      return TierOrder.DEFAULT;
    }
    FailoverPolicy rule = policy.get();
    int highest = rule.rest() == Rest.LAST ? rule.tiers().size() : rule.tiers().size() - 1;
    int shift = pinned.orElse(0) == 0 ? 0 : 1;
    int ordinary = Math.max(1, highest + shift);
    return new TierOrder(
        rule.key().name(), ordinary, ordinary + 1, !rule.weighted(), rule.outlier());
  }
}
