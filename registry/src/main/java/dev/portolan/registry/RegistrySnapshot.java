package dev.portolan.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * Everything that is known at one revision. Immutable; a change shares all that it does not touch
 * with the snapshot before it, so readers hold one for as long as they like and nobody locks. The
 * derived indexes ({@link #originsOf}, {@link #meshOf}, {@link #clustersAt}) are part of it and
 * follow every change.
 */
public final class RegistrySnapshot {
  /** Nothing known, no history. */
  public static final RegistrySnapshot EMPTY = empty(Revision.NONE);

  private final Revision revision;
  private final RuleBook rules;
  private final TreePMap<OriginId, OriginShard> origins;
  private final Offers offers;
  private final GatewayIndex gateways;

  private RegistrySnapshot(
      Revision revision,
      RuleBook rules,
      TreePMap<OriginId, OriginShard> origins,
      Offers offers,
      GatewayIndex gateways) {
    this.revision = revision;
    this.rules = rules;
    this.origins = origins;
    this.offers = offers;
    this.gateways = gateways;
  }

  /** Nothing known at a revision. */
  public static RegistrySnapshot empty(Revision revision) {
    return new RegistrySnapshot(
        revision, RuleBook.EMPTY, TreePMap.empty(), Offers.NONE, GatewayIndex.EMPTY);
  }

  /**
   * Exactly these records.
   *
   * @param records in any order; nearly sorted by key is cheapest
   * @throws IllegalArgumentException if two have the same key
   */
  public static RegistrySnapshot of(Revision revision, Collection<Recorded<?>> records) {
    List<Recorded<?>> sorted = new ArrayList<>(records);
    sorted.sort(Comparator.comparing(Recorded::key));
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i - 1).key().equals(sorted.get(i).key())) {
        throw new IllegalArgumentException("two records for " + sorted.get(i).key());
      }
    }
    return empty(revision).with(sorted, List.of());
  }

  public Revision revision() {
    return revision;
  }

  /** The same content under another revision, as when a store's lineage is adopted. */
  public RegistrySnapshot at(Revision newRevision) {
    return new RegistrySnapshot(newRevision, rules, origins, offers, gateways);
  }

  /** All shards by origin, sorted. */
  public TreePMap<OriginId, OriginShard> origins() {
    return origins;
  }

  /** What one origin contributed; empty when nothing. */
  public OriginShard origin(OriginId origin) {
    return origins.getOrDefault(origin, OriginShard.nothing());
  }

  /** All virtual meshes, sorted by name. */
  public Collection<Recorded<VirtualMesh>> virtualMeshes() {
    return rules.virtualMeshes();
  }

  /** All policies, sorted by kind and name. */
  public Collection<Recorded<Policy>> policies() {
    return rules.policies();
  }

  /**
   * The failover policies with tiers that select a host in a cluster as narrowly as any of them
   * does; the first one counts.
   */
  public List<FailoverPolicy> failoverPolicies(
      VirtualMeshKey mesh, HostKey host, OriginId cluster) {
    return failoverPolicies(mesh, host, cluster, FailoverPolicy::orders);
  }

  /** As {@link #failoverPolicies}, of those that say what is done about origins that are lost. */
  public List<FailoverPolicy> partitionPolicies(
      VirtualMeshKey mesh, HostKey host, OriginId cluster) {
    return failoverPolicies(mesh, host, cluster, policy -> policy.partition().isPresent());
  }

  private List<FailoverPolicy> failoverPolicies(
      VirtualMeshKey mesh, HostKey host, OriginId cluster, Predicate<FailoverPolicy> such) {
    return rules.selecting(ResourceKey.Kind.FAILOVER_POLICY, mesh, host, cluster).stream()
        .map(claims -> claims.stream().map(FailoverPolicy.class::cast).filter(such).toList())
        .filter(claims -> !claims.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /** What a cluster of a virtual mesh does about a service when its origin is lost. */
  public PartitionDecision partition(VirtualMesh mesh, Service service, OriginId cluster) {
    return partitionPolicies(mesh.key(), service.key().host(), cluster).stream()
        .findFirst()
        .flatMap(
            policy ->
                policy
                    .partition()
                    .map(
                        rule ->
                            new PartitionDecision(
                                rule,
                                PartitionDecision.Source.FAILOVER_POLICY,
                                policy.key().path())))
        .orElseGet(() -> mesh.partition().decision(service));
  }

  /**
   * The traffic policies that select a host in a cluster: one list for each width of selectors that
   * has any, the narrowest first; in each the stronger claim first.
   */
  public List<List<TrafficPolicy>> trafficPolicies(
      VirtualMeshKey mesh, HostKey host, OriginId cluster) {
    return rules.selecting(ResourceKey.Kind.TRAFFIC_POLICY, mesh, host, cluster).stream()
        .map(claims -> claims.stream().map(TrafficPolicy.class::cast).toList())
        .toList();
  }

  /**
   * The access policies that select a host in a cluster as narrowly as any does; the first one
   * counts.
   */
  public List<AccessPolicy> accessPolicies(VirtualMeshKey mesh, HostKey host, OriginId cluster) {
    return rules.claiming(ResourceKey.Kind.ACCESS_POLICY, mesh, host, cluster).stream()
        .map(AccessPolicy.class::cast)
        .toList();
  }

  /** Hosts whose requests a policy sends to this one. */
  public Collection<HostKey> hostsSending(HostKey to) {
    return rules.hostsSending(to);
  }

  /** Everything that people wrote, by kind and name. */
  public Stream<Recorded<?>> rules() {
    return Stream.concat(virtualMeshes().stream(), policies().stream());
  }

  RuleBook ruleBook() {
    return rules;
  }

  /** The record under a key, if it is known. */
  public Optional<? extends Recorded<?>> find(ResourceKey key) {
    return RuleBook.has(key) ? rules.find(key) : origin(originOf(key)).find(key);
  }

  /** A service, if its origin offers it. */
  public Optional<Service> service(ServiceKey key) {
    return find(key).map(recorded -> recorded.as(Service.class).resource());
  }

  /** The facts of a cluster, if reported. */
  public Optional<Cluster> cluster(OriginId origin) {
    return origin(origin).cluster().map(Recorded::resource);
  }

  /** Clusters that report a gateway address as theirs, sorted. */
  public SortedSet<OriginId> clustersAt(Gateway gateway) {
    return gateways.claiming(gateway);
  }

  /** How far an origin's reports are in. */
  public ReportProgress progress(OriginId origin) {
    return origin(origin)
        .progress()
        .map(Recorded::resource)
        .orElseGet(() -> ReportProgress.none(origin));
  }

  /** What the hub has against an origin's being alive; empty while it is live, or unknown. */
  public Optional<Liveness> liveness(OriginId origin) {
    return origin(origin).liveness().map(Recorded::resource);
  }

  /** What is held under a key. */
  public Optional<Hold> hold(HoldKey key) {
    return origin(key.origin()).hold(key.state()).map(Recorded::resource);
  }

  /** What is held of an origin, waiting before rejected. */
  public List<Hold> holds(OriginId origin) {
    return Stream.of(Hold.State.values())
        .flatMap(state -> origin(origin).hold(state).stream())
        .map(Recorded::resource)
        .toList();
  }

  /** Everything that is held, by origin. */
  public List<Hold> holds() {
    return origins.keySet().stream().flatMap(origin -> holds(origin).stream()).toList();
  }

  /** A service's capacity: as received, or else counted from its slices. */
  public Capacity capacity(ServiceKey service) {
    return find(new CapacityKey(service))
        .map(recorded -> recorded.as(Capacity.class).resource())
        .orElseGet(() -> Capacity.of(service, slices(service)));
  }

  /** The endpoint slices of a service, sorted by name. */
  public List<EndpointSlice> slices(ServiceKey service) {
    return origin(service.origin()).slicesOf(service).stream().map(Recorded::resource).toList();
  }

  /** Origins that offer a service under this namespace and name, sorted. */
  public SortedSet<OriginId> originsOf(HostKey host) {
    return offers.originsOf(host);
  }

  /** All hosts that some origin offers, sorted; counting them costs going through them. */
  public Set<HostKey> hosts() {
    return offers.hosts();
  }

  /**
   * The virtual mesh that an origin is a member of. Where several claim it, {@link MeshClaims}
   * decides.
   */
  public Optional<VirtualMesh> meshOf(OriginId origin) {
    return rules.meshOf(origin);
  }

  RegistrySnapshot with(RegistryDelta delta) {
    TreePMap<OriginId, OriginShard> newOrigins = origins;
    Offers newOffers = offers;
    GatewayIndex newGateways = gateways;
    List<ResourceKey> revoked = new ArrayList<>();
    for (ResourceKey key : delta.removals()) {
      if (RuleBook.has(key)) {
        revoked.add(key);
        continue;
      }
      OriginId origin = originOf(key);
      OriginShard before = newOrigins.getOrDefault(origin, OriginShard.nothing());
      OriginShard shard = before.without(key);
      newGateways = newGateways.with(origin, facts(before), facts(shard));
      newOrigins = shard.isEmpty() ? newOrigins.minus(origin) : newOrigins.plus(origin, shard);
      if (key instanceof ServiceKey service) {
        newOffers = newOffers.without(service);
      }
    }
    return new RegistrySnapshot(delta.to(), rules, newOrigins, newOffers, newGateways)
        .with(delta.upserts().values(), revoked);
  }

  /** At the same revision with records that are in the order of their keys. */
  private RegistrySnapshot with(Collection<Recorded<?>> sorted, List<ResourceKey> revoked) {
    List<Recorded<?>> written = new ArrayList<>();
    Map<OriginId, List<Recorded<?>>> contributed = new TreeMap<>();
    List<ServiceKey> offered = new ArrayList<>();
    for (Recorded<?> recorded : sorted) {
      ResourceKey key = recorded.key();
      if (RuleBook.has(key)) {
        written.add(recorded);
        continue;
      }
      contributed.computeIfAbsent(originOf(key), absent -> new ArrayList<>()).add(recorded);
      if (key instanceof ServiceKey service) {
        offered.add(service);
      }
    }
    TreePMap<OriginId, OriginShard> newOrigins = origins;
    GatewayIndex newGateways = gateways;
    for (Map.Entry<OriginId, List<Recorded<?>>> each : contributed.entrySet()) {
      OriginShard before = origin(each.getKey());
      OriginShard shard = before.with(each.getValue());
      newGateways = newGateways.with(each.getKey(), facts(before), facts(shard));
      newOrigins = newOrigins.plus(each.getKey(), shard);
    }
    return new RegistrySnapshot(
        revision, rules.with(written, revoked), newOrigins, offers.with(offered), newGateways);
  }

  private static Optional<Cluster> facts(OriginShard shard) {
    return shard.cluster().map(Recorded::resource);
  }

  private static OriginId originOf(ResourceKey key) {
    return key.owner().orElseThrow(() -> new IllegalStateException(key + " has no origin"));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof RegistrySnapshot snapshot
            && revision.equals(snapshot.revision)
            && rules.equals(snapshot.rules)
            && origins.equals(snapshot.origins));
  }

  @Override
  public int hashCode() {
    return revision.hashCode() * 31 + origins.hashCode();
  }

  @Override
  public String toString() {
    return "snapshot at %s: %d origins".formatted(revision, origins.size());
  }
}
