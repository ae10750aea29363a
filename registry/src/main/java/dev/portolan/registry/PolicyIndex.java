package dev.portolan.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.pcollections.TreePMap;

/**
 * Which policies select a host in a cluster, found without going through all. Immutable. A policy
 * whose rollout goes on stands under the selectors of both its versions.
 */
final class PolicyIndex {
  static final PolicyIndex EMPTY = new PolicyIndex(TreePMap.empty());

  private final TreePMap<Place, List<Recorded<Policy>>> claims;

  private PolicyIndex(TreePMap<Place, List<Recorded<Policy>>> claims) {
    this.claims = claims;
  }

  private record Place(ResourceKey.Kind kind, VirtualMeshKey mesh, HostSelector selector)
      implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::kind).thenComparing(Place::mesh).thenComparing(Place::selector);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  PolicyIndex with(Recorded<Policy> policy) {
    return changed(policy, true);
  }

  PolicyIndex without(Recorded<Policy> policy) {
    return changed(policy, false);
  }

  private PolicyIndex changed(Recorded<Policy> policy, boolean there) {
    TreePMap<Place, List<Recorded<Policy>>> changed = claims;
    for (Place place : places(policy.resource()).toList()) {
      List<Recorded<Policy>> at = new ArrayList<>(changed.getOrDefault(place, List.of()));
      at.removeIf(other -> other.key().equals(policy.key()));
      if (there) {
        at.add(policy);
        at.sort(Policy.PRECEDENCE);
      }
      changed = at.isEmpty() ? changed.minus(place) : changed.plus(place, List.copyOf(at));
    }
    return new PolicyIndex(changed);
  }

  private static Stream<Place> places(Policy policy) {
    return policy.versions().flatMap(PolicyIndex::placesOf).distinct();
  }

  private static Stream<Place> placesOf(Policy version) {
    return version.hosts().stream()
        .map(selector -> new Place(version.key().kind(), version.mesh(), selector));
  }

  /**
   * The policies of a kind that select a host in a cluster as narrowly as any does, the one that
   * counts first.
   */
  List<Policy> claiming(
      ResourceKey.Kind kind, VirtualMeshKey mesh, HostKey host, OriginId cluster) {
    return selecting(kind, mesh, host, cluster).findFirst().orElse(List.of());
  }

  /** All policies of a kind that select a host in a cluster, by width, the narrowest first. */
  Stream<List<Policy>> selecting(
      ResourceKey.Kind kind, VirtualMeshKey mesh, HostKey host, OriginId cluster) {
    return HostSelector.selecting(host).stream()
        .map(selector -> new Place(kind, mesh, selector))
        .map(place -> at(place, cluster))
        .filter(found -> !found.isEmpty());
  }

  private List<Policy> at(Place place, OriginId cluster) {
    return claims.getOrDefault(place, List.of()).stream()
        .flatMap(policy -> policy.resource().in(cluster).stream())
        .filter(version -> version.mesh().equals(place.mesh()))
        .filter(version -> version.hosts().contains(place.selector()))
        .toList();
  }
}
