package dev.portolan.registry;

import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * Everything that one origin contributed. A report changes its own shard and no other, so two
 * snapshots share the shards of all origins that were silent between them.
 */
public final class OriginShard {
  private static final OriginShard NOTHING =
      new OriginShard(null, null, TreePMap.empty(), TreePMap.empty(), TreePMap.empty());

  private final @Nullable Recorded<Cluster> cluster;
  private final @Nullable Recorded<ReportProgress> progress;
  private final TreePMap<ResourceKey, Recorded<Service>> services;
  private final TreePMap<ResourceKey, Recorded<Capacity>> capacities;
  private final TreePMap<ResourceKey, Recorded<EndpointSlice>> slices;

  private OriginShard(
      @Nullable Recorded<Cluster> cluster,
      @Nullable Recorded<ReportProgress> progress,
      TreePMap<ResourceKey, Recorded<Service>> services,
      TreePMap<ResourceKey, Recorded<Capacity>> capacities,
      TreePMap<ResourceKey, Recorded<EndpointSlice>> slices) {
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
    return services.values();
  }

  /** All endpoint slices, sorted by key: those of one service are neighbours. */
  public Collection<Recorded<EndpointSlice>> slices() {
    return slices.values();
  }

  /** Capacities as received from the hub; empty at the hub itself, which derives them. */
  public Collection<Recorded<Capacity>> capacities() {
    return capacities.values();
  }

  /** The slices of one service, sorted by key. */
  public Collection<Recorded<EndpointSlice>> slicesOf(ServiceKey service) {
    return slices.subMap(new SliceKey(service, "0"), true, lastSliceOf(service), true).values();
  }

  /** The record under a key, if it is here. */
  public Optional<? extends Recorded<?>> find(ResourceKey key) {
    return switch (key.kind()) {
      case CLUSTER -> cluster();
      case REPORT -> progress();
      case SERVICE -> Optional.ofNullable(services.get(key));
      case CAPACITY -> Optional.ofNullable(capacities.get(key));
      case SLICE -> Optional.ofNullable(slices.get(key));
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
      case SERVICE -> withServices(services.plus(key, recorded.as(Service.class)));
      case CAPACITY -> withCapacities(capacities.plus(key, recorded.as(Capacity.class)));
      case SLICE -> withSlices(slices.plus(key, recorded.as(EndpointSlice.class)));
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
      case SERVICE -> withServices(services.minus(key));
      case CAPACITY -> withCapacities(capacities.minus(key));
      case SLICE -> withSlices(slices.minus(key));
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

  private OriginShard withServices(TreePMap<ResourceKey, Recorded<Service>> newServices) {
    return new OriginShard(cluster, progress, newServices, capacities, slices);
  }

  private OriginShard withCapacities(TreePMap<ResourceKey, Recorded<Capacity>> newCapacities) {
    return new OriginShard(cluster, progress, services, newCapacities, slices);
  }

  private OriginShard withSlices(TreePMap<ResourceKey, Recorded<EndpointSlice>> newSlices) {
    return new OriginShard(cluster, progress, services, capacities, newSlices);
  }

  // Slice names are subdomains of at most 253 characters out of a-z, 0-9, '-' and '.', so this one
  // sorts at or after every other name of the service.
  private static SliceKey lastSliceOf(ServiceKey service) {
    String label = "z".repeat(63);
    return new SliceKey(service, label + "." + label + "." + label + "." + "z".repeat(61));
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
