package dev.portolan.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pcollections.TreePMap;

/** Which policies select a host, found without going through all. Immutable. */
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
    Policy resource = policy.resource();
    for (HostSelector selector : resource.hosts()) {
      Place place = new Place(resource.key().kind(), resource.mesh(), selector);
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

  /**
   * The policies of a kind that select a host as narrowly as any does, the one that counts first.
   */
  List<Policy> claiming(ResourceKey.Kind kind, VirtualMeshKey mesh, HostKey host) {
    return selecting(kind, mesh, host).findFirst().orElse(List.of());
  }

  /** All policies of a kind that select a host, by width, the narrowest first. */
  Stream<List<Policy>> selecting(ResourceKey.Kind kind, VirtualMeshKey mesh, HostKey host) {
    return HostSelector.selecting(host).stream()
        .map(selector -> Optional.ofNullable(claims.get(new Place(kind, mesh, selector))))
        .flatMap(Optional::stream)
        .map(found -> found.stream().map(Recorded::resource).toList());
  }
}
