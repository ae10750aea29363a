package dev.portolan.federation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Deals the endpoints of a large host out to several objects. An endpoint's shard follows from its
 * address and from how many shards there are, a power of two: so a pod that comes or goes changes
 * one object, and twice as many shards halve each one. Pure.
 */
public final class Shards {
  /** Of one host at most. */
  public static final int MAX = 32;

  private Shards() {}

  /**
   * How many objects are needed, at most {@link #MAX}; each then has at most that many endpoints,
   * if the destinations were {@link #fitting}.
   */
  static int count(Collection<Destination> destinations, int maxEndpoints) {
    int shards = 1;
    while (shards < MAX && largest(destinations, shards) > maxEndpoints) {
      shards *= 2;
    }
    return shards;
  }

  /** The destinations for which there is room in {@link #MAX} shards, the nearest first. */
  static List<Destination> fitting(Collection<Destination> destinations, int maxEndpoints) {
    int[] sizes = new int[MAX];
    List<Destination> fitting = new ArrayList<>();
    for (Destination destination : destinations.stream().sorted(Destination.ORDER).toList()) {
      if (sizes[of(destination, MAX)]++ < maxEndpoints) {
        fitting.add(destination);
      }
    }
    return fitting;
  }

  /**
   * The shard that an endpoint is in, from 0.
   *
   * @param shards how many there are, a power of two
   */
  public static int of(Destination destination, int shards) {
    // MurmurHash3's finalizer: neighbouring addresses differ in their last characters only, and
    // the low bits decide.
    int hash = destination.address().hashCode();
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    return (hash ^ (hash >>> 16)) & (shards - 1);
  }

  private static int largest(Collection<Destination> destinations, int shards) {
    int[] sizes = new int[shards];
    int largest = 0;
    for (Destination destination : destinations) {
      largest = Math.max(largest, ++sizes[of(destination, shards)]);
    }
    return largest;
  }
}
