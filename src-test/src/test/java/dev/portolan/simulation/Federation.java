package dev.portolan.simulation;

import dev.portolan.registry.FindingCode;
import dev.portolan.registry.OriginId;
import dev.portolan.simulation.check.Blame;
import dev.portolan.simulation.check.Moment;
import dev.portolan.simulation.check.Promises;
import dev.portolan.simulation.check.Renewals;
import dev.portolan.simulation.check.Rollouts;
import dev.portolan.simulation.check.Watches;
import dev.portolan.simulation.cluster.SimulatedApi;
import dev.portolan.simulation.cluster.Weather;
import dev.portolan.simulation.disk.AgentDisk;
import dev.portolan.simulation.disk.HubDisk;
import dev.portolan.simulation.network.Network;
import dev.portolan.simulation.time.VirtualTime;
import dev.portolan.world.Judge;
import dev.portolan.world.Origin;
import dev.portolan.world.WorldRules;
import dev.portolan.world.Worlds;
import dev.portolan.world.WrittenRules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A hub, its clusters, and the model that says what each of them should come to have. */
final class Federation {
  // Two machines register for the one, one for the other; no virtual mesh has them.
  private static final OriginId SHARED = new OriginId("vms");
  private static final OriginId ALONE = new OriginId("edge");

  private final VirtualTime time;
  private final WrittenRules rules;
  private final Judge judge;
  private final HubMachine hub;
  private final Operator operator;
  private final Replayer replayer;
  private final Promises promises;
  private final Watches watches;
  private final Blame blame;
  private final Renewals renewals;
  private final Rollouts rollouts;
  private final List<ClusterMachine> clusters = new ArrayList<>();
  private final List<RegistrantMachine> registrants = new ArrayList<>();
  private final List<Witness> witnesses = new ArrayList<>();
  private final Agreement agreement;
  private long losses;

  Federation(VirtualTime time, Worlds worlds, Path states) {
    this.time = time;
    Settings settings = Settings.of(time.random());
    List<Origin> origins = worlds.origins();
    Random random = time.random();
    this.rules = new WrittenRules(new WorldRules(random).some(origins));
    this.judge = new Judge(origins, rules);
    this.agreement = new Agreement(judge, rules, clusters);
    Network network = new Network(time);
    this.operator = new Operator(time, network);
    this.replayer = new Replayer(time, network);
    this.promises = new Promises(this::disk, settings.brake(), time.clock()::instant);
    this.watches = new Watches(this::disk);
    this.blame = new Blame(settings.hub().lease(), this::now);
    this.renewals = new Renewals(this::disk, this::now);
    this.rollouts = new Rollouts(rules);
    network.tap(rollouts);
    network.tap(promises);
    network.tap(blame);
    network.tap(renewals);
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
                  renewals.changed(before, delta, after);
                  rollouts.changed(before, delta, after);
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
    for (OriginId registered : List.of(SHARED, SHARED, ALONE)) {
      registrants.add(
          new RegistrantMachine(time, network, registered, registrants.size() + 1, random));
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
    registrants.forEach(RegistrantMachine::start);
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

  List<RegistrantMachine> registrants() {
    return registrants;
  }

  /** What was done that nothing explains. */
  List<String> violations() {
    List<String> all = new ArrayList<>(time.bugs());
    all.addAll(judge.violations());
    all.addAll(agreement.misguarded());
    all.addAll(promises.broken());
    all.addAll(blame.broken());
    all.addAll(renewals.broken());
    all.addAll(rollouts.broken());
    clusters.forEach(cluster -> all.addAll(cluster.api().violations()));
    return all;
  }

  /** What is wrong with what agents were sent; to be asked at the end. */
  List<String> breaches() {
    return watches.breaches();
  }

  private Moment now() {
    return new Moment(hub.starts(), hub.awake());
  }

  private HubDisk disk() {
    return hub.disk();
  }

  /** See {@link Agreement#differences}. */
  List<String> differences() {
    return agreement.differences();
  }

  /**
   * See {@link Agreement#unreported}, {@link Registered#differences} and {@link
   * Rollouts#unfinished}.
   */
  List<String> unreported() {
    List<String> all = new ArrayList<>(agreement.unreported(hub.disk().held()));
    all.addAll(Registered.differences(hub.disk().held(), registrants));
    all.addAll(Rollouts.unfinished(hub.disk().held()));
    return all;
  }

  /** Everybody knows everything: whatever is written from now on needs a reason of its own. */
  void settle() {
    hub.backUp();
    rules.settle();
    clusters.forEach(cluster -> cluster.origin().settle());
    witnesses.forEach(Witness::settle);
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

  /** A person lets rollouts go on that do not by themselves. */
  void resumeRollouts() {
    operator.resume(Rollouts.standing(hub.disk().held()));
  }

  /** A person gives the rollouts up that are under way. */
  void abortRollouts() {
    operator.abort(Rollouts.underWay(hub.disk().held()));
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
    for (RegistrantMachine registrant : registrants) {
      registrant.route().heal();
      registrant.start();
    }
  }

  /** All processes end; their files may be removed. */
  void close() {
    clusters.forEach(ClusterMachine::kill);
    registrants.forEach(RegistrantMachine::kill);
    hub.kill();
  }
}
