package dev.portolan.server.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.OriginShard;
import dev.portolan.registry.RegistrationKey;
import dev.portolan.registry.ServiceKey;
import dev.portolan.v1.Registration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Histories of processes that register, renew, fall silent, start again and deregister, around a
 * hub that stands still and is restarted: whatever happens, nothing that was renewed in time is
 * withdrawn, and what was acknowledged is there.
 */
class LeaseHistoryPropertyTest {
  private static final List<String> ORIGINS = List.of("vms", "vms", "other");
  private static final List<Integer> TTLS = List.of(5, 12, 30);
  private static final OriginId EAST = new OriginId("east");

  /** What somebody does. */
  enum Deed {
    REGISTER,
    RENEW,
    RENEW_ALL,
    DEREGISTER,
    START_AGAIN,
    AGENT,
    PASS,
    PAUSE,
    HUB_RESTARTS
  }

  /** One step; what the numbers mean depends on the deed. */
  record Step(Deed deed, int who, int what) {}

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<Deed> deeds =
        Arbitraries.frequency(
            Tuple.of(5, Deed.REGISTER),
            Tuple.of(6, Deed.RENEW),
            Tuple.of(3, Deed.RENEW_ALL),
            Tuple.of(1, Deed.DEREGISTER),
            Tuple.of(1, Deed.START_AGAIN),
            Tuple.of(3, Deed.AGENT),
            Tuple.of(8, Deed.PASS),
            Tuple.of(1, Deed.PAUSE),
            Tuple.of(1, Deed.HUB_RESTARTS));
    return Combinators.combine(
            deeds, Arbitraries.integers().between(0, 2), Arbitraries.integers().between(0, 3))
        .as(Step::new)
        .list()
        .ofMinSize(20)
        .ofMaxSize(80);
  }

  @Property(tries = 150)
  void whatIsRenewedInTimeIsNeverWithdrawn(@ForAll("histories") List<Step> steps) {
    try (Model model = new Model()) {
      for (Step step : steps) {
        model.take(step);
        model.check(step);
      }
      model.everybodyFallsSilent();
    }
  }

  /** The hub, the processes, and what has to be there. */
  private static final class Model implements AutoCloseable {
    private RegistrationRig rig = new RegistrationRig();
    private final List<TestSession> sessions = new ArrayList<>();
    private final Map<RegistrationKey, Lease> leases = new TreeMap<>();
    // In which the hub was awake:
    private long millis;

    private record Lease(int session, Registration registered, long due) {}

    Model() {
      rig.agentReports(EAST);
      for (int i = 0; i < ORIGINS.size(); i++) {
        sessions.add(rig.session(ORIGINS.get(i), "s" + i));
      }
    }

    void take(Step step) {
      switch (step.deed()) {
        case REGISTER -> register(step.who(), step.what());
        case RENEW -> renew(step.who());
        case RENEW_ALL -> {
          for (int i = 0; i < sessions.size(); i++) {
            renew(i);
          }
        }
        case DEREGISTER -> {
          sessions.get(step.who()).deregister("i" + step.what());
          leases.remove(key(step.who(), step.what()));
        }
        case START_AGAIN -> {
          sessions.set(step.who(), sessions.get(step.who()).restarted());
          leases.values().removeIf(lease -> lease.session() == step.who());
        }
        case AGENT -> rig.leases.reporterHeard();
        case PASS -> {
          rig.pass(Duration.ofSeconds(1L + step.what()));
          millis += 1000L * (1 + step.what());
        }
        case PAUSE -> {
          rig.stall(Duration.ofSeconds(3 + 100L * step.what()));
          everybodyHasAWholeTtl();
        }
        case HUB_RESTARTS -> {
          rig = rig.restarted();
          sessions.replaceAll(session -> session.at(rig));
          everybodyHasAWholeTtl();
        }
      }
    }

    private void register(int who, int what) {
      int ttl = TTLS.get(what % TTLS.size());
      Registration instance = TestSession.instance("i" + what, ttl);
      boolean taken = sessions.get(who).register(instance).getOutcomes(0).getViolationsCount() == 0;
      if (taken) {
        leases.put(key(who, what), new Lease(who, instance, millis + 1000L * ttl));
        extend(who);
      }
    }

    private void renew(int who) {
      sessions.get(who).renew();
      extend(who);
    }

    /** A sign of life counts for what has not been silent for too long before. */
    private void extend(int who) {
      leases.replaceAll(
          (key, lease) -> lease.session() == who && millis < lease.due() ? renewed(lease) : lease);
    }

    private void everybodyHasAWholeTtl() {
      leases.replaceAll((key, lease) -> millis < lease.due() ? renewed(lease) : lease);
    }

    private Lease renewed(Lease lease) {
      return new Lease(
          lease.session(),
          lease.registered(),
          millis + 1000L * lease.registered().getTtl().getSeconds());
    }

    void check(Step after) {
      leases.forEach(
          (key, lease) -> {
            if (millis < lease.due()) {
              assertThat(rig.snapshot().find(key.slice()))
                  .as("%s after %s", key, after)
                  .isPresent();
            }
          });
      for (String origin : ORIGINS) {
        OriginShard shard = rig.snapshot().origin(new OriginId(origin));
        assertThat(shard.slices().stream().map(slice -> slice.resource().key()).toList())
            .isEqualTo(
                shard.registrations().stream().map(each -> each.resource().key().slice()).toList());
        assertThat(
                shard.services().stream()
                    .map(each -> each.resource().key())
                    .collect(Collectors.toSet()))
            .isEqualTo(
                shard.registrations().stream()
                    .map(each -> each.resource().key().service())
                    .collect(Collectors.toSet()));
      }
      assertThat(rig.faults.causes()).isEmpty();
    }

    /** What nobody renews goes, or is held; and whoever registers then has all of it. */
    void everybodyFallsSilent() {
      for (int i = 0; i < 6; i++) {
        rig.pass(Duration.ofSeconds(10));
        rig.leases.reporterHeard();
      }
      Map<String, Integer> held = new HashMap<>();
      for (String origin : List.of("vms", "other")) {
        OriginId id = new OriginId(origin);
        held.put(
            origin,
            rig.snapshot().holds(id).stream()
                .mapToInt(hold -> hold.keys().size() - hold.services())
                .sum());
        assertThat(rig.snapshot().origin(id).registrations()).hasSize(held.get(origin));
      }
      sessions.get(0).registerMany(3);
      assertThat(sessions.get(0).renew()).isEqualTo(3);
    }

    private static RegistrationKey key(int who, int what) {
      return new RegistrationKey(
          new ServiceKey(new OriginId(ORIGINS.get(who)), "shop", "orders"), "i" + what);
    }

    @Override
    public void close() {
      rig.close();
    }
  }
}
