package dev.portolan.world;

import dev.portolan.registry.HeaderChanges;
import dev.portolan.registry.HeaderMatch;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Percent;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.RequestMatch;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.TrafficFault;
import dev.portolan.registry.TrafficHeaders;
import dev.portolan.registry.TrafficMatches;
import dev.portolan.registry.TrafficMirror;
import dev.portolan.registry.TrafficPart;
import dev.portolan.registry.TrafficPolicy;
import dev.portolan.registry.TrafficRetries;
import dev.portolan.registry.TrafficSplit;
import dev.portolan.registry.TrafficSticky;
import dev.portolan.registry.TrafficTarget;
import dev.portolan.registry.TrafficTimeout;
import dev.portolan.registry.VirtualMesh;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Traffic policies that people may write about {@link Worlds}. */
final class TrafficWishes {
  private static final List<TrafficPart.Kind> KINDS =
      List.of(
          TrafficPart.Kind.SPLIT,
          TrafficPart.Kind.MIRROR,
          TrafficPart.Kind.RETRIES,
          TrafficPart.Kind.TIMEOUT,
          TrafficPart.Kind.FAULT,
          TrafficPart.Kind.HEADERS,
          TrafficPart.Kind.STICKY,
          TrafficPart.Kind.MATCHES);

  private static final int MAX_BRANCHES = 3;

  private final Chance chance;

  TrafficWishes(Chance chance) {
    this.chance = chance;
  }

  TrafficPolicy policy(String name, VirtualMesh mesh, HostSelector hosts) {
    List<TrafficPart> parts = new ArrayList<>();
    for (TrafficPart.Kind kind : KINDS) {
      if (chance.oneIn(3)) {
        parts.add(part(kind, mesh.members(), hosts));
      }
    }
    if (parts.isEmpty()) {
      parts.add(part(TrafficPart.Kind.SPLIT, mesh.members(), hosts));
    }
    return new TrafficPolicy(PolicyKey.traffic(name), mesh.key(), Set.of(hosts), parts);
  }

  /** Where else a policy sends requests of its hosts. */
  static Set<HostKey> otherHosts(TrafficPolicy policy) {
    Set<HostKey> others = new TreeSet<>();
    for (TrafficPart part : policy.parts()) {
      List<TrafficTarget> targets = List.of();
      if (part instanceof TrafficSplit split) {
        targets = split.branches().stream().map(TrafficSplit.Branch::target).toList();
      } else if (part instanceof TrafficMatches matches) {
        targets =
            matches.cases().stream()
                .flatMap(each -> each.split().branches().stream())
                .map(TrafficSplit.Branch::target)
                .toList();
      } else if (part instanceof TrafficMirror mirror) {
        targets = List.of(mirror.target());
      }
      for (TrafficTarget target : targets) {
        if (target instanceof TrafficTarget.OtherHost other) {
          others.add(other.host());
        }
      }
    }
    return others;
  }

  private TrafficPart part(TrafficPart.Kind kind, List<OriginId> members, HostSelector hosts) {
    return switch (kind) {
      case SPLIT -> split(members, hosts);
      case MIRROR -> new TrafficMirror(target(members, hosts), new Percent(500));
      case RETRIES ->
          new TrafficRetries(
              chance.below(3), Optional.empty(), Sorted.set(List.of("reset")), chance.oneIn(2));
      case TIMEOUT -> new TrafficTimeout(Duration.ofSeconds(1 + chance.below(3)));
      case FAULT ->
          new TrafficFault(
              Optional.empty(), Optional.of(new TrafficFault.Abort(503, new Percent(100))));
      case HEADERS ->
          new TrafficHeaders(
              new HeaderChanges(
                  Sorted.map(Map.of("x-mesh", "v" + chance.below(3))),
                  Sorted.map(Map.of()),
                  Sorted.set(List.of())),
              HeaderChanges.NONE);
      case STICKY -> new TrafficSticky(TrafficSticky.By.HEADER, "x-user", Optional.empty());
      case MATCHES -> matches(members, hosts);
      case UNKNOWN -> new TrafficPart.Unknown();
    };
  }

  private TrafficMatches matches(List<OriginId> members, HostSelector hosts) {
    List<TrafficMatches.Case> cases = new ArrayList<>();
    for (int i = chance.below(2); i >= 0; i--) {
      cases.add(
          new TrafficMatches.Case(
              new RequestMatch(
                  Sorted.map(
                      Map.of("x-user", new HeaderMatch(HeaderMatch.By.PREFIX, "canary-" + i))),
                  Sorted.set(chance.oneIn(2) ? List.of("GET", "HEAD") : List.of()),
                  Sorted.set(chance.oneIn(2) ? List.of("/next/*") : List.of())),
              split(members, hosts)));
    }
    return new TrafficMatches(cases);
  }

  private TrafficSplit split(List<OriginId> members, HostSelector hosts) {
    Map<TrafficTarget, TrafficSplit.Branch> branches = new LinkedHashMap<>();
    for (int i = chance.below(MAX_BRANCHES); i >= 0; i--) {
      TrafficTarget target = target(members, hosts);
      branches.put(
          target, new TrafficSplit.Branch(target, 1 + chance.below(TrafficSplit.MAX_WEIGHT)));
    }
    return new TrafficSplit(List.copyOf(branches.values()));
  }

  // Only who names a single host may send its requests to another one.
  private TrafficTarget target(List<OriginId> members, HostSelector hosts) {
    List<HostKey> others =
        hosts.host().stream()
            .flatMap(own -> Worlds.hosts().stream().filter(host -> !host.equals(own)))
            .toList();
    return others.isEmpty() || !chance.oneIn(4)
        ? new TrafficTarget.InCluster(chance.any(members))
        : new TrafficTarget.OtherHost(chance.any(others));
  }
}
