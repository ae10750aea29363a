package dev.portolan.registry;

import dev.portolan.tree.Order;
import dev.portolan.tree.SortedTree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one origin contributed. A report changes its own shard and no other, so two
 * snapshots share the shards of all origins that were silent between them.
 */
public final class OriginShard {
  private static final OriginShard NOTHING =
      new OriginShard(
          Facts.NOTHING,
          SortedTree.empty(
              Order.by((Recorded<Registration> registration) -> registration.resource().key())),
          SortedTree.empty(Order.by((Recorded<Service> service) -> service.resource().key())),
          SortedTree.empty(Order.by((Recorded<Capacity> capacity) -> capacity.resource().key())),
          SortedTree.empty(Order.by((Recorded<EndpointSlice> slice) -> slice.resource().key())),
          0);

  private final Facts facts;
  private final SortedTree<RegistrationKey, Recorded<Registration>> registrations;
  private final SortedTree<ServiceKey, Recorded<Service>> services;
  private final SortedTree<CapacityKey, Recorded<Capacity>> capacities;
  private final SortedTree<SliceKey, Recorded<EndpointSlice>> slices;
  private final int endpoints;

  private OriginShard(
      Facts facts,
      SortedTree<RegistrationKey, Recorded<Registration>> registrations,
      SortedTree<ServiceKey, Recorded<Service>> services,
      SortedTree<CapacityKey, Recorded<Capacity>> capacities,
      SortedTree<SliceKey, Recorded<EndpointSlice>> slices,
      int endpoints) {
    this.facts = facts;
    this.registrations = registrations;
    this.services = services;
    this.capacities = capacities;
    this.slices = slices;
    this.endpoints = endpoints;
  }

  /** Records of which there is one of a kind. */
  private record Facts(
      @Nullable Recorded<Cluster> cluster,
      @Nullable Recorded<ReportProgress> progress,
      @Nullable Recorded<Liveness> liveness,
      @Nullable Recorded<Hold> waiting,
      @Nullable Recorded<Hold> rejected) {
    static final Facts NOTHING = new Facts(null, null, null, null, null);

    @Nullable Recorded<?> get(ResourceKey key) {
      return switch (key.kind()) {
        case CLUSTER -> cluster;
        case REPORT -> progress;
        case LIVENESS -> liveness;
        case HOLD -> ((HoldKey) key).state() == Hold.State.WAITING ? waiting : rejected;
        case VIRTUAL_MESH,
            FAILOVER_POLICY,
            TRAFFIC_POLICY,
            ACCESS_POLICY,
            REGISTRATION,
            SERVICE,
            CAPACITY,
            SLICE ->
            throw new IllegalStateException(key + " is one of many");
      };
    }

    Facts with(ResourceKey key, @Nullable Recorded<?> record) {
      boolean waits = key instanceof HoldKey hold && hold.state() == Hold.State.WAITING;
      return switch (key.kind()) {
        case CLUSTER -> new Facts(as(record, Cluster.class), progress, liveness, waiting, rejected);
        case REPORT ->
            new Facts(cluster, as(record, ReportProgress.class), liveness, waiting, rejected);
        case LIVENESS ->
            new Facts(cluster, progress, as(record, Liveness.class), waiting, rejected);
        case HOLD ->
            waits
                ? new Facts(cluster, progress, liveness, as(record, Hold.class), rejected)
                : new Facts(cluster, progress, liveness, waiting, as(record, Hold.class));
        case VIRTUAL_MESH,
            FAILOVER_POLICY,
            TRAFFIC_POLICY,
            ACCESS_POLICY,
            REGISTRATION,
            SERVICE,
            CAPACITY,
            SLICE ->
            throw new IllegalStateException(key + " is one of many");
      };
    }

    private static <T extends Resource> @Nullable Recorded<T> as(
        @Nullable Recorded<?> record, Class<T> type) {
      return record == null ? null : record.as(type);
    }
  }

  /** A shard without records. */
  public static OriginShard nothing() {
    return NOTHING;
  }

  /** The cluster's facts, if reported. */
  public Optional<Recorded<Cluster>> cluster() {
    return Optional.ofNullable(facts.cluster());
  }

  /** How far the origin's reports are in. */
  public Optional<Recorded<ReportProgress>> progress() {
    return Optional.ofNullable(facts.progress());
  }

  /** What the hub has against the origin's being alive; empty while it is live. */
  public Optional<Recorded<Liveness>> liveness() {
    return Optional.ofNullable(facts.liveness());
  }

  /** What the origin withdrew and is held, by whether somebody has decided about it. */
  public Optional<Recorded<Hold>> hold(Hold.State state) {
    return Optional.ofNullable(state == Hold.State.WAITING ? facts.waiting() : facts.rejected());
  }

  /** Instances that were registered by RPC, sorted by key. */
  public Collection<Recorded<Registration>> registrations() {
    return registrations.elements();
  }

  /** Those of one service, sorted by key. */
  public List<Recorded<Registration>> registrationsOf(ServiceKey service) {
    return registrations.at(each -> service.compareTo(each.resource().key().service()));
  }

  /** All services, sorted by key. */
  public Collection<Recorded<Service>> services() {
    return services.elements();
  }

  /** All endpoint slices, sorted by key: those of one service are neighbours. */
  public Collection<Recorded<EndpointSlice>> slices() {
    return slices.elements();
  }

  /** Endpoints in all slices; one that moves between two of them is in both for a moment. */
  public int endpoints() {
    return endpoints;
  }

  /** Capacities as received from the hub; empty at the hub itself, which derives them. */
  public Collection<Recorded<Capacity>> capacities() {
    return capacities.elements();
  }

  /** The slices of one service, sorted by key. */
  public List<Recorded<EndpointSlice>> slicesOf(ServiceKey service) {
    return slices.at(slice -> service.compareTo(slice.resource().key().service()));
  }

  /** The record under a key, if it is here. */
  public Optional<? extends Recorded<?>> find(ResourceKey key) {
    return switch (key.kind()) {
      case CLUSTER, REPORT, LIVENESS, HOLD -> Optional.ofNullable(facts.get(key));
      case REGISTRATION -> Optional.ofNullable(registrations.get((RegistrationKey) key));
      case SERVICE -> Optional.ofNullable(services.get((ServiceKey) key));
      case CAPACITY -> Optional.ofNullable(capacities.get((CapacityKey) key));
      case SLICE -> Optional.ofNullable(slices.get((SliceKey) key));
      case VIRTUAL_MESH, FAILOVER_POLICY, TRAFFIC_POLICY, ACCESS_POLICY -> Optional.empty();
    };
  }

  /** Whether the origin was registered by RPC, and nothing of it is left: nobody speaks for it. */
  public boolean vacant() {
    return registrations.isEmpty()
        && progress().filter(known -> known.resource().incarnation() == 0).isPresent();
  }

  boolean isEmpty() {
    return facts.equals(Facts.NOTHING)
        && registrations.isEmpty()
        && services.isEmpty()
        && capacities.isEmpty()
        && slices.isEmpty();
  }

  /**
   * With records in the order of their keys.
   *
   * @throws IllegalArgumentException if they are not in order, or one belongs to no origin
   */
  OriginShard with(List<Recorded<?>> sorted) {
    Facts newFacts = facts;
    List<Recorded<Registration>> newRegistrations = new ArrayList<>();
    List<Recorded<Service>> newServices = new ArrayList<>();
    List<Recorded<Capacity>> newCapacities = new ArrayList<>();
    List<Recorded<EndpointSlice>> newSlices = new ArrayList<>();
    int newEndpoints = endpoints;
    for (Recorded<?> recorded : sorted) {
      ResourceKey key = recorded.key();
      switch (key.kind()) {
        case CLUSTER, REPORT, LIVENESS, HOLD -> newFacts = newFacts.with(key, recorded);
        case REGISTRATION -> newRegistrations.add(recorded.as(Registration.class));
        case SERVICE -> newServices.add(recorded.as(Service.class));
        case CAPACITY -> newCapacities.add(recorded.as(Capacity.class));
        case SLICE -> {
          Recorded<EndpointSlice> slice = recorded.as(EndpointSlice.class);
          newSlices.add(slice);
          newEndpoints += slice.resource().endpoints().size() - size((SliceKey) key);
        }
        case VIRTUAL_MESH, FAILOVER_POLICY, TRAFFIC_POLICY, ACCESS_POLICY ->
            throw new IllegalArgumentException(key + " belongs to no origin");
      }
    }
    return new OriginShard(
        newFacts,
        registrations.plusAll(newRegistrations),
        services.plusAll(newServices),
        capacities.plusAll(newCapacities),
        slices.plusAll(newSlices),
        newEndpoints);
  }

  /** This shard itself when nothing is under the key. */
  OriginShard without(ResourceKey key) {
    if (find(key).isEmpty()) {
      return this;
    }
    return switch (key.kind()) {
      case CLUSTER, REPORT, LIVENESS, HOLD -> withFacts(facts.with(key, null));
      case REGISTRATION -> withRegistrations(registrations.minus((RegistrationKey) key));
      case SERVICE -> withServices(services.minus((ServiceKey) key));
      case CAPACITY -> withCapacities(capacities.minus((CapacityKey) key));
      case SLICE -> withSlices(slices.minus((SliceKey) key), endpoints - size((SliceKey) key));
      case VIRTUAL_MESH, FAILOVER_POLICY, TRAFFIC_POLICY, ACCESS_POLICY ->
          throw new IllegalStateException(key + " belongs to no origin");
    };
  }

  /** Reports every record of this shard that differs in {@code next} to the collector. */
  @SuppressWarnings("ReferenceEquality") // a shard that was not touched is the same object
  void compare(OriginShard next, DeltaBuilder delta) {
    if (this == next) {
      return;
    }
    delta.compareOne(facts.cluster(), next.facts.cluster());
    delta.compareOne(facts.progress(), next.facts.progress());
    delta.compareOne(facts.liveness(), next.facts.liveness());
    delta.compareOne(facts.waiting(), next.facts.waiting());
    delta.compareOne(facts.rejected(), next.facts.rejected());
    delta.compareAll(registrations, next.registrations);
    delta.compareAll(services, next.services);
    delta.compareAll(capacities, next.capacities);
    delta.compareAll(slices, next.slices);
  }

  private OriginShard withFacts(Facts newFacts) {
    return new OriginShard(newFacts, registrations, services, capacities, slices, endpoints);
  }

  private OriginShard withRegistrations(
      SortedTree<RegistrationKey, Recorded<Registration>> newRegistrations) {
    return new OriginShard(facts, newRegistrations, services, capacities, slices, endpoints);
  }

  private OriginShard withServices(SortedTree<ServiceKey, Recorded<Service>> newServices) {
    return new OriginShard(facts, registrations, newServices, capacities, slices, endpoints);
  }

  private OriginShard withCapacities(SortedTree<CapacityKey, Recorded<Capacity>> newCapacities) {
    return new OriginShard(facts, registrations, services, newCapacities, slices, endpoints);
  }

  private OriginShard withSlices(
      SortedTree<SliceKey, Recorded<EndpointSlice>> newSlices, int newEndpoints) {
    return new OriginShard(facts, registrations, services, capacities, newSlices, newEndpoints);
  }

  private int size(SliceKey key) {
    Recorded<EndpointSlice> slice = slices.get(key);
    return slice == null ? 0 : slice.resource().endpoints().size();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof OriginShard shard
            && facts.equals(shard.facts)
            && registrations.equals(shard.registrations)
            && services.equals(shard.services)
            && capacities.equals(shard.capacities)
            && slices.equals(shard.slices));
  }

  @Override
  public int hashCode() {
    return services.hashCode() * 31 + slices.hashCode();
  }

  @Override
  public String toString() {
    return "%d services, %d slices".formatted(services.size(), slices.size());
  }
}
