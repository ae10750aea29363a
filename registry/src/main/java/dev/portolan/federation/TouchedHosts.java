package dev.portolan.federation;

import dev.portolan.registry.AccessPolicy;
import dev.portolan.registry.CapacityKey;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.ClusterKey;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.LivenessKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Policy;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.SliceKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which hosts a cluster must plan again after a change; the decisions on all others stay as they
 * are.
 */
public final class TouchedHosts {
  private TouchedHosts() {}

  /**
   * Hosts that a delta touches.
   *
   * @param before the delta
   * @param after the delta
   * @param cluster for which hosts are planned: a change of its own facts touches them all
   */
  public static SortedSet<HostKey> of(
      RegistryDelta delta, RegistrySnapshot before, RegistrySnapshot after, OriginId cluster) {
    SortedSet<HostKey> touched = new TreeSet<>();
    List<ResourceKey> keys = new ArrayList<>(delta.upserts().keySet());
    keys.addAll(delta.removals());
    for (ResourceKey key : keys) {
      touched.addAll(touchedBy(key, after, cluster));
      if (key instanceof PolicyKey policy) {
        touched.addAll(touchedBy(policy, before, after, cluster));
      }
      if (key instanceof LivenessKey liveness) {
        touched.addAll(Partition.touched(liveness.origin(), before, after, cluster));
      }
      if (key instanceof ClusterKey facts) {
        rivals(facts.origin(), before).forEach(rival -> touched.addAll(offeredBy(rival, after)));
        rivals(facts.origin(), after).forEach(rival -> touched.addAll(offeredBy(rival, after)));
        if (!trusted(facts, before).equals(trusted(facts, after))) {
          touched.addAll(guarded(after, cluster));
        }
      }
    }
    touched.addAll(sending(touched, after));
    return Collections.unmodifiableSortedSet(touched);
  }

  /** Hosts whose requests are sent to some that are touched. */
  public static SortedSet<HostKey> sending(Collection<HostKey> touched, RegistrySnapshot view) {
    SortedSet<HostKey> sending = new TreeSet<>();
    touched.forEach(host -> sending.addAll(view.hostsSending(host)));
    return sending;
  }

  /** By what a cluster's workloads are known to those that they call. */
  private static Optional<String> trusted(ClusterKey key, RegistrySnapshot view) {
    return view.cluster(key.origin())
        .filter(facts -> facts.source().isEmpty())
        .map(Cluster::trustDomain);
  }

  /** Hosts that access policies are about. */
  private static Set<HostKey> guarded(RegistrySnapshot view, OriginId cluster) {
    return view.policies().stream()
        .map(Recorded::resource)
        .filter(AccessPolicy.class::isInstance)
        .flatMap(policy -> policy.in(cluster).stream())
        .flatMap(policy -> selected(policy, view))
        .collect(Collectors.toSet());
  }

  // A wave of a policy's rollout touches nothing in the clusters that are not in it.
  private static List<HostKey> touchedBy(
      PolicyKey key, RegistrySnapshot before, RegistrySnapshot after, OriginId cluster) {
    Optional<Policy> was = has(key, before, cluster);
    Optional<Policy> is = has(key, after, cluster);
    boolean same =
        was.map(Policy::asWritten).equals(is.map(Policy::asWritten))
            && precedence(key, before).equals(precedence(key, after));
    return same
        ? List.of()
        : Stream.concat(was.stream(), is.stream())
            .flatMap(policy -> selected(policy, after))
            .toList();
  }

  private static Optional<Policy> has(PolicyKey key, RegistrySnapshot view, OriginId cluster) {
    return view.find(key).flatMap(found -> found.as(Policy.class).resource().in(cluster));
  }

  private static Optional<Long> precedence(PolicyKey key, RegistrySnapshot view) {
    return view.find(key).map(found -> found.provenance().firstSequence());
  }

  /** Hosts there are that a policy selects. */
  private static Stream<HostKey> selected(Policy policy, RegistrySnapshot after) {
    return policy.hosts().stream()
        .flatMap(
            selector ->
                selector
                    .host()
                    .map(Stream::of)
                    .orElseGet(() -> after.hosts().stream().filter(selector::selects)))
        .filter(host -> !after.originsOf(host).isEmpty());
  }

  /** Clusters that report a gateway of an origin's as theirs; whose it is may change with it. */
  private static Set<OriginId> rivals(OriginId origin, RegistrySnapshot view) {
    return view.cluster(origin).stream()
        .flatMap(facts -> facts.gateways().stream())
        .flatMap(gateway -> view.clustersAt(gateway).stream())
        .collect(Collectors.toSet());
  }

  private static Collection<HostKey> touchedBy(
      ResourceKey key, RegistrySnapshot view, OriginId cluster) {
    return switch (key.kind()) {
      case VIRTUAL_MESH -> view.hosts();
      case CLUSTER -> {
        OriginId origin = key.owner().orElseThrow();
        yield origin.equals(cluster) ? view.hosts() : offeredBy(origin, view);
      }
      case REPORT -> offeredBy(key.owner().orElseThrow(), view);
      // By itself it changes nothing; where a rule acts on it is found out apart, as is what a
      // policy selects.
      case LIVENESS, HOLD, REGISTRATION, FAILOVER_POLICY, TRAFFIC_POLICY, ACCESS_POLICY ->
          List.of();
      case SERVICE -> List.of(((ServiceKey) key).host());
      case CAPACITY -> List.of(((CapacityKey) key).service().host());
      case SLICE -> List.of(((SliceKey) key).service().host());
    };
  }

  private static List<HostKey> offeredBy(OriginId origin, RegistrySnapshot view) {
    return view.origin(origin).services().stream()
        .map(recorded -> recorded.resource().key().host())
        .toList();
  }
}
