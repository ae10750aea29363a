package dev.portolan.simulation;

import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.simulation.check.Blame;
import dev.portolan.simulation.check.Promises;
import dev.portolan.simulation.check.Watches;
import dev.portolan.simulation.cluster.SimulatedApi;
import dev.portolan.simulation.cluster.Weather;
import dev.portolan.simulation.disk.AgentDisk;
import dev.portolan.simulation.disk.HubDisk;
import dev.portolan.simulation.network.Network;
import dev.portolan.simulation.time.VirtualTime;
import dev.portolan.world.Judge;
import dev.portolan.world.Origin;
import dev.portolan.world.Plans;
import dev.portolan.world.WorldRules;
import dev.portolan.world.Worlds;
import dev.portolan.world.WrittenRules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** A hub, its clusters, and the model that says what each of them should come to have. */
final class Federation {
  private final VirtualTime time;
  private final WrittenRules rules;
  private final Judge judge;
  private final HubMachine hub;
  private final Operator operator;
  private final Replayer replayer;
  private final Promises promises;
  private final Watches watches;
  private final Blame blame;
  private final List<ClusterMachine> clusters = new ArrayList<>();
  private final List<Witness> witnesses = new ArrayList<>();
  // What each should have, and for which rules and states of all that is.
  private final Map<ClusterMachine, SortedMap<String, String>> due = new HashMap<>();
  private List<Object> modelled = List.of();
  private final List<String> misguarded = new ArrayList<>();
  private long losses;

  Federation(VirtualTime time, Worlds worlds, Path states) {
    this.time = time;
    Settings settings = Settings.of(time.random());
    List<Origin> origins = worlds.origins();
    Random random = time.random();
    this.rules = new WrittenRules(new WorldRules(random).some(origins));
    this.judge = new Judge(origins, rules);
    Network network = new Network(time);
    this.operator = new Operator(time, network);
    this.replayer = new Replayer(time, network);
    this.promises = new Promises(this::disk, settings.brake(), time.clock()::instant);
    this.watches = new Watches(this::disk);
    this.blame = new Blame(settings.hub().lease(), () -> hub().awake(), () -> hub().starts());
    network.tap(promises);
    network.tap(blame);
    network.tap(watches);
    network.tap(replayer);
    this.hub =
        new HubMachine(
            time,
            network,
            settings.hub(),
            rules,
            HubDisk.blank(
                random,
                (before, delta, after) -> {
                  promises.changed(before, delta, after);
                  blame.changed(before, delta, after);
                  Blame.lost(delta).forEach(this::lost);
                }));
    for (Origin origin : origins) {
      Witness witness = new Witness(origin.id(), judge);
      SimulatedApi api = new SimulatedApi(time, witness, settings.deletions());
      witnesses.add(witness);
      clusters.add(
          new ClusterMachine(
              time,
              network,
              origin,
              api,
              new AgentDisk(states, origin.id(), random),
              settings.agent()));
    }
  }

  private void lost(OriginId origin) {
    losses++;
    judge.lost(origin);
  }

  /** How often somebody was called lost. */
  long losses() {
    return losses;
  }

  /** Everything runs. */
  void start() {
    hub.start();
    clusters.forEach(cluster -> cluster.start(Set.of()));
  }

  VirtualTime time() {
    return time;
  }

  HubMachine hub() {
    return hub;
  }

  List<ClusterMachine> clusters() {
    return clusters;
  }

  /** What was done that nothing explains. */
  List<String> violations() {
    List<String> all = new ArrayList<>(time.bugs());
    all.addAll(judge.violations());
    all.addAll(misguarded);
    all.addAll(promises.broken());
    all.addAll(blame.broken());
    clusters.forEach(cluster -> all.addAll(cluster.api().violations()));
    return all;
  }

  /** What is wrong with what agents were sent; to be asked at the end. */
  List<String> breaches() {
    return watches.breaches();
  }

  private HubDisk disk() {
    return hub.disk();
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

  /** Clusters with an agent that the hub does not know wholly. */
  List<String> unreported() {
    return clusters.stream()
        .filter(ClusterMachine::running)
        .filter(cluster -> !hub.disk().held().progress(cluster.id()).complete())
        .map(cluster -> "%s has not reported all".formatted(cluster.id()))
        .toList();
  }

  /** Everybody knows everything: whatever is written from now on needs a reason of its own. */
  void settle() {
    hub.backUp();
    rules.settle();
    clusters.forEach(cluster -> cluster.origin().settle());
    witnesses.forEach(Witness::settle);
  }

  private SortedMap<String, String> due(ClusterMachine cluster) {
    List<OriginId> gone =
        clusters.stream().filter(each -> !each.running()).map(ClusterMachine::id).toList();
    List<Object> now = new ArrayList<>(rules.now());
    now.addAll(gone);
    clusters.forEach(each -> now.add(each.origin().versions().latest()));
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

  /** See {@link Witness#unknowing}. */
  void unknowing(ClusterMachine cluster) {
    witnesses.get(clusters.indexOf(cluster)).unknowing();
  }

  /** A person releases what is held, at the hub and by agents. */
  void releaseHolds() {
    operator.release(hub.disk().held().holds());
    clusters.forEach(cluster -> cluster.api().releaseAdvised());
  }

  /** A person keeps what is held. */
  void rejectHolds() {
    operator.reject(hub.disk().held().holds());
  }

  /** A person writes other rules; which there are then. */
  String changeRules(Random luck) {
    rules.change(new WorldRules(luck).other(rules.now()));
    hub.rulesChanged();
    return rules.summary();
  }

  /** A person reads what agents say of kept objects and deletes these by hand, as they advise. */
  void deleteKept() {
    operator.readFindings(
        (cluster, finding) -> {
          if (finding.getCode().equals(FindingCode.ACCESS_KEPT.code())) {
            clusters.stream()
                .filter(each -> each.id().value().equals(cluster))
                .forEach(each -> each.api().removeByHand(finding.getSubject()));
          }
        });
  }

  /** The last report stream of a cluster comes once more; of how many messages it is. */
  int replay(OriginId cluster) {
    return replayer.replay(cluster);
  }

  /** How often agents have written. */
  long steps() {
    return clusters.stream().mapToLong(cluster -> cluster.api().steps()).sum();
  }

  /** All faults stop. */
  void mend() {
    hub.disk().become(HubDisk.Condition.SOUND);
    replayer.stop();
    hub.resume();
    hub.start();
    for (ClusterMachine cluster : clusters) {
      cluster.route().heal();
      cluster.api().weather(Weather.FAIR);
      cluster.disk().become(false);
      cluster.endSuperseded();
      cluster.resume();
      cluster.start(Set.of());
      cluster.origin().finishReading();
    }
  }

  /** All processes end; their files may be removed. */
  void close() {
    clusters.forEach(ClusterMachine::kill);
    hub.kill();
  }
}
