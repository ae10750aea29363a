package dev.portolan.registry;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * The facts of one cluster that others need to route to it.
 *
 * @param uid of the kube-system namespace, empty when unknown
 * @param network empty means a network of its own
 * @param trustDomain Istio trust domain
 * @param trustDomainAliases further trust domains that its mesh accepts
 * @param clusterDomain DNS domain of Kubernetes services
 * @param gateways sorted and distinct; empty means unreachable from other networks
 * @param locality region (and zone, if there is only one)
 * @param created when the cluster was created, seconds; decides who has what several claim
 * @param source present when the origin is a foreign registry and no cluster
 * @param trust whose certificates its mesh accepts
 */
public record Cluster(
    ClusterKey key,
    String uid,
    String network,
    String trustDomain,
    SortedSet<String> trustDomainAliases,
    String clusterDomain,
    List<Gateway> gateways,
    Locality locality,
    Optional<Instant> created,
    Optional<SourceFacts> source,
    MeshTrust trust)
    implements Resource {
  /** Istio's default trust domain and Kubernetes' default cluster domain. */
  public static final String DEFAULT_DOMAIN = "cluster.local";

  public static final int MAX_TRUST_DOMAIN_ALIASES = 100;
  public static final int MAX_GATEWAYS = 100;

  /**
   * The older cluster comes first: by creation time, those without one last, ties by origin. Every
   * cluster decides by this order alone, so all decide alike.
   */
  public static final Comparator<Cluster> PRECEDENCE =
      Comparator.<Cluster, Instant>comparing(cluster -> cluster.created().orElse(Instant.MAX))
          .thenComparing(Cluster::origin);

  public Cluster {
    Names.require("network", network, Names.labelValueProblem(network));
    Names.requireSubdomain("trust domain", trustDomain);
    Names.requireSubdomain("cluster domain", clusterDomain);
    trustDomainAliases = Sorted.set(trustDomainAliases);
    gateways = gateways.stream().sorted().distinct().toList();
    if (source.isPresent() && !gateways.isEmpty()) {
      throw new IllegalArgumentException("source " + key + " has gateways");
    }
    if (source.isPresent() && !trust.equals(MeshTrust.UNKNOWN)) {
      throw new IllegalArgumentException("source " + key + " has roots of trust");
    }
    created = created.map(time -> time.truncatedTo(ChronoUnit.SECONDS));
  }

  /** A cluster, not a source; whom its mesh trusts is not known. */
  public Cluster(
      ClusterKey key,
      String uid,
      String network,
      String trustDomain,
      SortedSet<String> trustDomainAliases,
      String clusterDomain,
      List<Gateway> gateways,
      Locality locality,
      Optional<Instant> created) {
    this(
        key,
        uid,
        network,
        trustDomain,
        trustDomainAliases,
        clusterDomain,
        gateways,
        locality,
        created,
        Optional.empty(),
        MeshTrust.UNKNOWN);
  }

  /** A cluster of unknown age. */
  public Cluster(
      ClusterKey key,
      String uid,
      String network,
      String trustDomain,
      SortedSet<String> trustDomainAliases,
      String clusterDomain,
      List<Gateway> gateways,
      Locality locality) {
    this(
        key,
        uid,
        network,
        trustDomain,
        trustDomainAliases,
        clusterDomain,
        gateways,
        locality,
        Optional.empty());
  }

  /** A source: no mesh and no gateways. */
  public static Cluster ofSource(
      OriginId origin, String network, Locality locality, SourceFacts source) {
    return new Cluster(
        new ClusterKey(origin),
        "",
        network,
        DEFAULT_DOMAIN,
        Sorted.set(List.of()),
        DEFAULT_DOMAIN,
        List.of(),
        locality,
        Optional.empty(),
        Optional.of(source),
        MeshTrust.UNKNOWN);
  }

  /** Nothing but the name: what may be assumed of an origin whose facts are not known. */
  public static Cluster unknown(OriginId origin) {
    return new Cluster(
        new ClusterKey(origin),
        "",
        "",
        DEFAULT_DOMAIN,
        Sorted.set(List.of()),
        DEFAULT_DOMAIN,
        List.of(),
        Locality.UNKNOWN);
  }

  /** The same cluster with a uid. */
  public Cluster identified(String knownUid) {
    return with(knownUid, network, trust);
  }

  /** The same cluster, of whose mesh it is known whom it trusts. */
  public Cluster trusting(MeshTrust knownTrust) {
    return with(uid, network, knownTrust);
  }

  /** The same cluster on another network. */
  public Cluster on(String otherNetwork) {
    return with(uid, otherNetwork, trust);
  }

  private Cluster with(String otherUid, String otherNetwork, MeshTrust otherTrust) {
    return new Cluster(
        key,
        otherUid,
        otherNetwork,
        trustDomain,
        trustDomainAliases,
        clusterDomain,
        gateways,
        locality,
        created,
        source,
        otherTrust);
  }

  /** Who publishes the facts. */
  public OriginId origin() {
    return key.origin();
  }

  /**
   * Whether the mesh asks of callers that they are of its trust domain, or of another that it
   * accepts, and the other cluster's are not; false while whom either trusts is not known.
   */
  public boolean refusesDomainOf(Cluster caller) {
    return trust.known()
        && caller.trust.known()
        && !trustDomain.equals(caller.trustDomain)
        && !trustDomainAliases.contains(caller.trustDomain)
        && !trust.furtherDomains().contains(caller.trustDomain);
  }

  /** Whether pods of the two clusters reach each other directly. */
  public boolean sharesNetworkWith(Cluster other) {
    return key.equals(other.key) || (!network.isEmpty() && network.equals(other.network));
  }
}
