package dev.portolan.registry;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Facts of clusters and of sources, for properties. */
final class ClusterArbitraries {
  private ClusterArbitraries() {}

  /** The facts of this origin. */
  static Arbitrary<Cluster> of(OriginId origin) {
    return Combinators.combine(
            RegistryArbitraries.labelValues(),
            RegistryArbitraries.labelValues(),
            RegistryArbitraries.subdomains(),
            RegistryArbitraries.subdomains().set().ofMaxSize(2),
            RegistryArbitraries.gateways().list().ofMaxSize(3),
            RegistryArbitraries.localities(),
            RegistryArbitraries.instants().optional(),
            sources().optional(0.2))
        .as(
            (uid, network, domain, aliases, gateways, locality, created, source) ->
                new Cluster(
                    new ClusterKey(origin),
                    uid,
                    network,
                    domain,
                    Sorted.set(aliases),
                    Cluster.DEFAULT_DOMAIN,
                    source.isPresent() ? List.of() : gateways,
                    locality,
                    created,
                    source,
                    MeshTrust.UNKNOWN))
        .flatMap(ClusterArbitraries::trusting);
  }

  private static Arbitrary<Cluster> trusting(Cluster cluster) {
    return cluster.source().isPresent()
        ? Arbitraries.just(cluster)
        : trusts().optional().map(trust -> trust.map(cluster::trusting).orElse(cluster));
  }

  private static Arbitrary<MeshTrust> trusts() {
    Arbitrary<String> roots = Arbitraries.strings().withChars("01ef").ofLength(64);
    return Combinators.combine(
            roots.set().ofMinSize(1).ofMaxSize(3),
            roots.set().ofMaxSize(2),
            RegistryArbitraries.subdomains().set().ofMaxSize(2))
        .as(
            (own, further, domains) ->
                new MeshTrust(Sorted.set(own), Sorted.set(further), Sorted.set(domains)));
  }

  private static Arbitrary<SourceFacts> sources() {
    return Combinators.combine(
            Arbitraries.oneOf(
                    Arbitraries.just(SourceFacts.EVERYWHERE), RegistryArbitraries.labels())
                .set()
                .ofMaxSize(2),
            Arbitraries.of(SourceFacts.Trust.class))
        .as((networks, trust) -> new SourceFacts(Sorted.set(networks), trust));
  }
}
