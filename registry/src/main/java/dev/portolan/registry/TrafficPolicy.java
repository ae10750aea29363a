package dev.portolan.registry;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How requests to some hosts are treated on the client's side.
 *
 * @param parts at least one, of each kind at most one, in the order of kinds
 */
public record TrafficPolicy(
    PolicyKey key,
    VirtualMeshKey mesh,
    SortedSet<HostSelector> hosts,
    List<TrafficPart> parts,
    Rollout rollout)
    implements Policy {

  public TrafficPolicy {
    if (key.kind() != ResourceKey.Kind.TRAFFIC_POLICY) {
      throw new IllegalArgumentException(key + " is no traffic policy's");
    }
    hosts = Collections.unmodifiableSortedSet(new TreeSet<>(hosts));
    parts = parts.stream().sorted(Comparator.comparing(TrafficPart::kind)).toList();
    if (hosts.isEmpty() || hosts.size() > MAX_SELECTORS) {
      throw new IllegalArgumentException(
          "%s selects hosts in %d ways; 1 to %d"
              .formatted(key.path(), hosts.size(), MAX_SELECTORS));
    }
    problem(hosts, parts)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(key.path() + " " + problem);
            });
  }

  /** A policy of hosts in any order, which all clusters have at once. */
  public TrafficPolicy(
      PolicyKey key, VirtualMeshKey mesh, Collection<HostSelector> hosts, List<TrafficPart> parts) {
    this(key, mesh, new TreeSet<>(hosts), parts, Rollout.AT_ONCE);
  }

  @Override
  public TrafficPolicy with(Rollout newRollout) {
    return new TrafficPolicy(key, mesh, hosts, parts, newRollout);
  }

  /** What is wrong with good parts together with good hosts. */
  public static Optional<String> problem(
      Collection<HostSelector> hosts, Collection<TrafficPart> parts) {
    if (parts.isEmpty()) {
      return Optional.of("says nothing of its hosts' traffic");
    }
    List<TrafficPart.Kind> kinds =
        parts.stream()
            .map(TrafficPart::kind)
            .filter(kind -> kind != TrafficPart.Kind.UNKNOWN)
            .toList();
    if (kinds.stream().distinct().count() < kinds.size()) {
      return Optional.of("says two things of one kind");
    }
    List<HostKey> others = otherHosts(parts).toList();
    if (others.isEmpty()) {
      return Optional.empty();
    }
    // Nobody means all of a namespace to go to one host; and it keeps small what a change touches.
    if (hosts.stream().anyMatch(selector -> selector.host().isEmpty())) {
      return Optional.of("sends requests to another host, so it must name its hosts one by one");
    }
    return others.stream()
        .filter(other -> hosts.contains(HostSelector.of(other)))
        .findFirst()
        .map(other -> "sends requests to " + other + ", which is one of its own hosts");
  }

  /** Other hosts that requests are sent to; one may occur more than once. */
  Stream<HostKey> otherHosts() {
    return otherHosts(parts);
  }

  private static Stream<HostKey> otherHosts(Collection<TrafficPart> parts) {
    return parts.stream()
        .flatMap(TrafficPolicy::targets)
        .flatMap(
            target ->
                target instanceof TrafficTarget.OtherHost other
                    ? Stream.of(other.host())
                    : Stream.empty());
  }

  /** Clusters that requests are sent to; one may occur more than once. */
  public Stream<OriginId> clusters() {
    return parts.stream()
        .flatMap(TrafficPolicy::targets)
        .flatMap(
            target ->
                target instanceof TrafficTarget.InCluster in
                    ? Stream.of(in.cluster())
                    : Stream.empty());
  }

  private static Stream<TrafficTarget> targets(TrafficPart part) {
    if (part instanceof TrafficSplit split) {
      return split.branches().stream().map(TrafficSplit.Branch::target);
    }
    if (part instanceof TrafficMatches matches) {
      return matches.cases().stream()
          .map(TrafficMatches.Case::split)
          .flatMap(TrafficPolicy::targets);
    }
    return part instanceof TrafficMirror mirror ? Stream.of(mirror.target()) : Stream.empty();
  }
}
