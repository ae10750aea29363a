package dev.portolan.registry;

import dev.portolan.tree.Order;
import dev.portolan.tree.SortedTree;
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
          null,
          null,
          SortedTree.empty(Order.by((Recorded<Service> service) -> service.resource().key())),
          SortedTree.empty(Order.by((Recorded<Capacity> capacity) -> capacity.resource().key())),
          SortedTree.empty(Order.by((Recorded<EndpointSlice> slice) -> slice.resource().key())));

  private final @Nullable Recorded<Cluster> cluster;
  private final @Nullable Recorded<ReportProgress> progress;
  private final SortedTree<ServiceKey, Recorded<Service>> services;
  private final SortedTree<CapacityKey, Recorded<Capacity>> capacities;
  private final SortedTree<SliceKey, Recorded<EndpointSlice>> slices;

  private OriginShard(
      @Nullable Recorded<Cluster> cluster,
      @Nullable Recorded<ReportProgress> progress,
      SortedTree<ServiceKey, Recorded<Service>> services,
      SortedTree<CapacityKey, Recorded<Capacity>> capacities,
      SortedTree<SliceKey, Recorded<EndpointSlice>> slices) {
    this.cluster = cluster;
    this.progress = progress;
    this.services = services;
    this.capacities = capacities;
    this.slices = slices;
  }

  /** A shard without records. */
  public static OriginShard nothing() {
    return NOTHING;
  }

  /** The cluster's facts, if reported. */
  public Optional<Recorded<Cluster>> cluster() {
    return Optional.ofNullable(cluster);
  }

  /** How far the origin's reports are in. */
  public Optional<Recorded<ReportProgress>> progress() {
    return Optional.ofNullable(progress);
  }

  /** All services, sorted by key. */
  public Collection<Recorded<Service>> services() {
    return services.elements();
  }

  /** All endpoint slices, sorted by key: those of one service are neighbours. */
  public Collection<Recorded<EndpointSlice>> slices() {
    return slices.elements();
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
      case CLUSTER -> cluster();
      case REPORT -> progress();
      case SERVICE -> Optional.ofNullable(services.get((ServiceKey) key));
      case CAPACITY -> Optional.ofNullable(capacities.get((CapacityKey) key));
      case SLICE -> Optional.ofNullable(slices.get((SliceKey) key));
      case VIRTUAL_MESH -> Optional.empty();
    };
  }

  boolean isEmpty() {
    return cluster == null
        && progress == null
        && services.isEmpty()
        && capacities.isEmpty()
        && slices.isEmpty();
  }

  OriginShard with(Recorded<?> recorded) {
    ResourceKey key = recorded.key();
    return switch (key.kind()) {
      case CLUSTER -> withFacts(recorded.as(Cluster.class), progress);
      case REPORT -> withFacts(cluster, recorded.as(ReportProgress.class));
      case SERVICE -> withServices(services.plus(recorded.as(Service.class)));
      case CAPACITY -> withCapacities(capacities.plus(recorded.as(Capacity.class)));
      case SLICE -> withSlices(slices.plus(recorded.as(EndpointSlice.class)));
      case VIRTUAL_MESH -> throw new IllegalStateException(key + " belongs to no origin");
    };
  }

  /** This shard itself when nothing is under the key. */
  OriginShard without(ResourceKey key) {
    if (find(key).isEmpty()) {
      return this;
    }
    return switch (key.kind()) {
      case CLUSTER -> withFacts(null, progress);
      case REPORT -> withFacts(cluster, null);
      case SERVICE -> withServices(services.minus((ServiceKey) key));
      case CAPACITY -> withCapacities(capacities.minus((CapacityKey) key));
      case SLICE -> withSlices(slices.minus((SliceKey) key));
      case VIRTUAL_MESH -> throw new IllegalStateException(key + " belongs to no origin");
    };
  }

  /** Reports every record of this shard that differs in {@code next} to the collector. */
  @SuppressWarnings("ReferenceEquality") // a shard that was not touched is the same object
  void compare(OriginShard next, DeltaBuilder delta) {
    if (this == next) {
      return;
    }
    delta.compareOne(cluster, next.cluster);
    delta.compareOne(progress, next.progress);
    delta.compareAll(services, next.services);
    delta.compareAll(capacities, next.capacities);
    delta.compareAll(slices, next.slices);
  }

  private OriginShard withFacts(
      @Nullable Recorded<Cluster> newCluster, @Nullable Recorded<ReportProgress> newProgress) {
    return new OriginShard(newCluster, newProgress, services, capacities, slices);
  }

  private OriginShard withServices(SortedTree<ServiceKey, Recorded<Service>> newServices) {
    return new OriginShard(cluster, progress, newServices, capacities, slices);
  }

  private OriginShard withCapacities(SortedTree<CapacityKey, Recorded<Capacity>> newCapacities) {
    return new OriginShard(cluster, progress, services, newCapacities, slices);
  }

  private OriginShard withSlices(SortedTree<SliceKey, Recorded<EndpointSlice>> newSlices) {
    return new OriginShard(cluster, progress, services, capacities, newSlices);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof OriginShard shard
            && cluster().equals(shard.cluster())
            && progress().equals(shard.progress())
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
