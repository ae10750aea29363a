package dev.portolan.simulation;

import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.world.Worlds;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Where an act takes place: in or around one cluster, with luck of its own. */
record Stage(Federation federation, ClusterMachine cluster, Random luck) {

  String id() {
    return cluster.id().value();
  }

  HubMachine hub() {
    return federation.hub();
  }

  RegistrantMachine registrant() {
    List<RegistrantMachine> all = federation.registrants();
    return all.get(luck.nextInt(all.size()));
  }

  String change() {
    return new Worlds(luck).change(cluster.origin());
  }

  /** Mends something after a while; says so. */
  String mending(String what, Duration atMost, Runnable mend) {
    // Short ones are as likely as long ones.
    Duration lasting = Duration.ofMillis(50 + luck.nextLong(atMost.toMillis() >> luck.nextInt(6)));
    federation.time().after(lasting, mend);
    return "%s for %d.%03d s".formatted(what, lasting.toSeconds(), lasting.toMillisPart());
  }

  /** Its agent starts, perhaps before it can read everything. */
  void startAgent() {
    boolean partly = luck.nextInt(3) == 0;
    cluster.start(partly ? new Worlds(luck).part(cluster.origin()) : Set.of());
    if (partly) {
      federation
          .time()
          .after(Duration.ofMillis(luck.nextInt(20_000)), cluster.origin()::finishReading);
    }
  }

  void unknowing() {
    federation.unknowing(cluster);
  }

  Optional<ObjectRef> anyObject() {
    List<ObjectRef> refs = cluster.api().refs();
    return refs.isEmpty() ? Optional.empty() : Optional.of(refs.get(luck.nextInt(refs.size())));
  }
}
