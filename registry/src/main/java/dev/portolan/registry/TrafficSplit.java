package dev.portolan.registry;

import java.util.List;

/**
 * Divides a host's requests.
 *
 * @param branches 1 to {@value #MAX_BRANCHES}, in the order in which they were written; no target
 *     twice
 */
public record TrafficSplit(List<Branch> branches) implements TrafficPart {
  public static final int MAX_BRANCHES = 32;
  public static final int MAX_WEIGHT = 100;

  public TrafficSplit {
    if (branches.isEmpty() || branches.size() > MAX_BRANCHES) {
      throw new IllegalArgumentException(
          "a split in %d branches; 1 to %d are allowed".formatted(branches.size(), MAX_BRANCHES));
    }
    if (branches.stream().map(Branch::target).distinct().count() < branches.size()) {
      throw new IllegalArgumentException("a split with two branches to one target: " + branches);
    }
    branches = List.copyOf(branches);
  }

  @Override
  public Kind kind() {
    return Kind.SPLIT;
  }

  /**
   * Some of the requests.
   *
   * @param weight 1 to {@value #MAX_WEIGHT}; the branch gets this part of the sum of all weights
   */
  public record Branch(TrafficTarget target, int weight) {
    public Branch {
      if (weight < 1 || weight > MAX_WEIGHT) {
        throw new IllegalArgumentException(
            "%s has weight %d; 1 to %d are allowed".formatted(target, weight, MAX_WEIGHT));
      }
    }
  }
}
