package dev.portolan.federation;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.VirtualMesh;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Of which trust domain each member's workloads are, as far as is known. Sources have none: what
 * they list has no part in the mesh. What a mesh takes for aliases of each other is told apart here
 * all the same.
 */
record TrustDomains(SortedMap<OriginId, String> byMember) {

  static TrustDomains of(Vantage vantage, VirtualMesh mesh) {
    SortedMap<OriginId, String> byMember = new TreeMap<>();
    for (OriginId member : mesh.members()) {
      vantage
          .facts(member)
          .filter(facts -> facts.source().isEmpty())
          .map(Cluster::trustDomain)
          .ifPresent(domain -> byMember.put(member, domain));
    }
    return new TrustDomains(byMember);
  }

  Optional<String> of(OriginId member) {
    return Optional.ofNullable(byMember.get(member));
  }

  /** Other members of a member's trust domain. */
  List<OriginId> sharing(OriginId member) {
    String domain = byMember.get(member);
    return byMember.entrySet().stream()
        .filter(entry -> entry.getValue().equals(domain) && !entry.getKey().equals(member))
        .map(Map.Entry::getKey)
        .toList();
  }

  SortedSet<String> all() {
    return new TreeSet<>(byMember.values());
  }

  /** A member of each trust domain. */
  Collection<OriginId> oneOfEach() {
    SortedMap<String, OriginId> first = new TreeMap<>();
    byMember.forEach((member, domain) -> first.putIfAbsent(domain, member));
    return first.values();
  }
}
