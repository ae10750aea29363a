package dev.portolan.federation;

import dev.portolan.registry.OutlierRule;

/**
 * How clients of a host go from one tier to the next.
 *
 * @param policy name of the failover policy that says so; empty where none selects the host
 * @param ordinary tiers 0 to this one are told apart whether or not anything is in them, so that
 *     what is written seldom changes; at least 1
 * @param last tier of what is used where no others answer
 * @param byLocality inside a tier, what is nearer to a client comes first
 * @param outlier when a client leaves a destination out
 */
public record TierOrder(
    String policy, int ordinary, int last, boolean byLocality, OutlierRule outlier) {
  /** The own cluster, its region, all others. */
  public static final TierOrder DEFAULT =
      new TierOrder(
          "", Destination.TIER_OTHER, Destination.TIER_OTHER + 1, true, OutlierRule.DEFAULT);

  public TierOrder {
    if (ordinary < 1 || last <= ordinary || last > Destination.MAX_TIER) {
      throw new IllegalArgumentException(
          "tiers 0 to %d, and %d last; at most %d".formatted(ordinary, last, Destination.MAX_TIER));
    }
  }
}
