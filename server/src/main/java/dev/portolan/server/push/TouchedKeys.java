package dev.portolan.server.push;

import dev.portolan.federation.Visibility;
import dev.portolan.registry.CapacityKey;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.ClusterKey;
import dev.portolan.registry.HoldKey;
import dev.portolan.registry.LivenessKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Policy;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.RegistrationKey;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ReportKey;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.SliceKey;
import dev.portolan.registry.SourceFacts;
import dev.portolan.registry.VirtualMeshKey;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a change of the registry may change in scopes. Pure.
 *
 * @param keys records to look at again, the derived ones among them; no report progress or
 *     liveness, which show in the cluster only, and no holds and registrations
 * @param shown of the keys, those of services that were exported before
 * @param rewired origins whose network, or from where they are reached, may be another now
 * @param ruled virtual meshes of which a policy is another now, or gone
 * @param unruled of these, the ones that have lost a policy
 * @param regrouped a virtual mesh changed: every scope may contain anything
 */
record TouchedKeys(
    SortedSet<ResourceKey> keys,
    SortedSet<ResourceKey> shown,
    SortedSet<OriginId> rewired,
    SortedSet<String> ruled,
    SortedSet<String> unruled,
    boolean regrouped) {

  static TouchedKeys of(
      RegistrySnapshot before, RegistrySnapshot after, Collection<RegistryDelta> deltas) {
    TouchedKeys touched =
        new TouchedKeys(
            new TreeSet<>(),
            new TreeSet<>(),
            new TreeSet<>(),
            new TreeSet<>(),
            new TreeSet<>(),
            false);
    boolean regrouped = false;
    for (RegistryDelta delta : deltas) {
      for (ResourceKey key : delta.upserts().keySet()) {
        regrouped |= touched.add(before, after, key);
      }
      for (ResourceKey key : delta.removals()) {
        regrouped |= touched.add(before, after, key);
      }
    }
    if (regrouped) {
      // One virtual mesh's claim decides what the others hold.
      after.virtualMeshes().forEach(mesh -> touched.keys.add(mesh.key()));
    }
    return new TouchedKeys(
        touched.keys, touched.shown, touched.rewired, touched.ruled, touched.unruled, regrouped);
  }

  private boolean add(RegistrySnapshot before, RegistrySnapshot after, ResourceKey key) {
    if (key instanceof ReportKey report) {
      OriginId origin = report.origin();
      // On the wire, of all progress only this shows.
      if (before.progress(origin).everComplete() != after.progress(origin).everComplete()) {
        keys.add(new ClusterKey(origin));
      }
      return false;
    }
    if (key instanceof HoldKey || key instanceof RegistrationKey) {
      return false;
    }
    if (key instanceof LivenessKey liveness) {
      // It travels with the cluster's facts.
      keys.add(new ClusterKey(liveness.origin()));
      return false;
    }
    keys.add(key);
    if (key instanceof ServiceKey service) {
      addService(before, after, service);
    } else if (key instanceof SliceKey slice) {
      keys.add(new CapacityKey(slice.service()));
      if (exported(before, slice.service())) {
        shown.add(slice);
        shown.add(new CapacityKey(slice.service()));
      }
    } else if (key instanceof ClusterKey cluster) {
      addRewired(before, after, cluster.origin());
    } else if (key instanceof PolicyKey policy) {
      addRuled(meshes(before, policy), meshes(after, policy));
    }
    return key instanceof VirtualMeshKey;
  }

  // With a service that is exported from now on, or no more, goes what stands behind it.
  private void addService(RegistrySnapshot before, RegistrySnapshot after, ServiceKey service) {
    keys.add(new CapacityKey(service));
    boolean exported = exported(before, service);
    if (exported != exported(after, service)) {
      before.slices(service).forEach(slice -> keys.add(slice.key()));
      after.slices(service).forEach(slice -> keys.add(slice.key()));
    }
    if (exported) {
      shown.add(service);
      shown.add(new CapacityKey(service));
      before.slices(service).forEach(slice -> shown.add(slice.key()));
    }
  }

  private static boolean exported(RegistrySnapshot snapshot, ServiceKey service) {
    return snapshot
        .meshOf(service.origin())
        .filter(mesh -> Visibility.exported(snapshot, mesh, service))
        .isPresent();
  }

  private void addRuled(Set<String> before, Set<String> after) {
    ruled.addAll(before);
    ruled.addAll(after);
    before.stream().filter(mesh -> !after.contains(mesh)).forEach(mesh -> unruled.add(mesh));
  }

  // Two while it moves from one to the other in waves.
  private static Set<String> meshes(RegistrySnapshot snapshot, PolicyKey key) {
    return snapshot.find(key).stream()
        .flatMap(policy -> policy.as(Policy.class).resource().versions())
        .map(version -> version.mesh().name())
        .collect(Collectors.toSet());
  }

  // Who is on another network now is to be seen from elsewhere: as slices where it was capacities,
  // and the other way round.
  private void addRewired(RegistrySnapshot before, RegistrySnapshot after, OriginId origin) {
    if (network(before, origin).equals(network(after, origin))
        && source(before, origin).equals(source(after, origin))) {
      return;
    }
    rewired.add(origin);
    after
        .origin(origin)
        .services()
        .forEach(service -> keys.add(new CapacityKey(service.resource().key())));
    after.origin(origin).slices().forEach(slice -> keys.add(slice.key()));
  }

  private static Optional<String> network(RegistrySnapshot snapshot, OriginId origin) {
    return snapshot.cluster(origin).map(Cluster::network).filter(name -> !name.isEmpty());
  }

  private static Optional<SourceFacts> source(RegistrySnapshot snapshot, OriginId origin) {
    return snapshot.cluster(origin).flatMap(Cluster::source);
  }
}
