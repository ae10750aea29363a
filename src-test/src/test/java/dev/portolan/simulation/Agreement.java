package dev.portolan.simulation;

import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.OriginShard;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Resource;
import dev.portolan.world.Judge;
import dev.portolan.world.Plans;
import dev.portolan.world.Worlds;
import dev.portolan.world.WrittenRules;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether everybody knows everything: what each cluster should have, and what the hub should. */
final class Agreement {
  private final Judge judge;
  private final WrittenRules rules;
  private final List<ClusterMachine> clusters;
  // What each should have, and for which rules and states of all that is.
  private final Map<ClusterMachine, SortedMap<String, String>> due = new HashMap<>();
  private final List<String> misguarded = new ArrayList<>();
  private List<Object> modelled = List.of();

  Agreement(Judge judge, WrittenRules rules, List<ClusterMachine> clusters) {
    this.judge = judge;
    this.rules = rules;
    this.clusters = clusters;
  }

  /** Whom the plans let in, against what people wrote. */
  List<String> misguarded() {
    return misguarded;
  }

  /**
   * In which of the clusters that have an agent something else stands than should, with both;
   * empty: all agree.
   */
  List<String> differences() {
    List<String> differences = new ArrayList<>();
    for (ClusterMachine cluster : clusters) {
      SortedMap<String, String> due = due(cluster);
      SortedMap<String, String> standing = cluster.api().texts();
      if (cluster.running() && !standing.equals(due)) {
        Set<String> names = new TreeSet<>(standing.keySet());
        names.addAll(due.keySet());
        for (String name : names) {
          String stands = standing.getOrDefault(name, "nothing");
          String wanted = due.getOrDefault(name, "nothing");
          if (!stands.equals(wanted)) {
            differences.add(
                "%s has as %s%n%s%nand should have%n%s"
                    .formatted(cluster.id(), name, stands, wanted));
          }
        }
      }
    }
    return differences;
  }

  /**
   * Clusters with an agent that the hub does not know wholly, or not as they are.
   *
   * @param held by the hub
   */
  List<String> unreported(RegistrySnapshot held) {
    return clusters.stream()
        .filter(ClusterMachine::running)
        .filter(
            cluster ->
                !held.progress(cluster.id()).complete()
                    || !records(held, cluster).equals(records(latest(cluster), cluster)))
        .map(cluster -> "%s has not reported all".formatted(cluster.id()))
        .toList();
  }

  private static RegistrySnapshot latest(ClusterMachine cluster) {
    return cluster.origin().versions().latest();
  }

  private static Set<Resource> records(RegistrySnapshot all, ClusterMachine cluster) {
    OriginShard shard = all.origin(cluster.id());
    return Stream.of(shard.cluster().stream().toList(), shard.services(), shard.slices())
        .flatMap(Collection::stream)
        .map(Recorded::resource)
        .collect(Collectors.toSet());
  }

  private SortedMap<String, String> due(ClusterMachine cluster) {
    List<OriginId> gone =
        clusters.stream().filter(each -> !each.running()).map(ClusterMachine::id).toList();
    List<Object> now = new ArrayList<>(rules.now());
    now.addAll(gone);
    clusters.forEach(each -> now.add(latest(each)));
    if (!now.equals(modelled)) {
      modelled = now;
      due.clear();
    }
    return due.computeIfAbsent(cluster, asked -> planned(asked, gone));
  }

  private SortedMap<String, String> planned(ClusterMachine cluster, List<OriginId> gone) {
    SortedMap<String, String> all = new TreeMap<>();
    for (HostKey host : Worlds.hosts()) {
      SortedMap<String, String> planned = judge.planned(cluster.id(), host, gone);
      planned.forEach(
          (kind, text) -> all.put(kind + "/" + Plans.nameOf(kind, host, judge.mesh()), text));
      judge.misguarded(cluster.id(), host, planned).ifPresent(misguarded::add);
    }
    return all;
  }
}
