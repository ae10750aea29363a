package dev.portolan.server.control;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.Hold;
import dev.portolan.registry.LivenessKey;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.OriginShard;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegisteredService;
import dev.portolan.registry.Registration;
import dev.portolan.registry.RegistrationKey;
import dev.portolan.registry.ReportKey;
import dev.portolan.registry.ReportProgress;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.Session;
import dev.portolan.registry.SliceKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What sessions register, and the services and slices that come of it: both change together. A
 * registration lives as long as its slice is offered, so what is held of slices is held of
 * registrations. Works on a draft; confined to one plan.
 */
final class Registrations {
  private final Draft draft;
  private final Removals removals;

  Registrations(Draft draft, Removals removals) {
    this.draft = draft;
    this.removals = removals;
  }

  /** Nobody else writes what is registered. */
  void requireNone(OriginId origin) {
    if (!shard(origin).registrations().isEmpty()) {
      throw OriginTakenException.registered(origin);
    }
  }

  Removals.Result accept(RegistrationEvent event) {
    if (event instanceof RegistrationEvent.Register register) {
      return register(register);
    }
    if (event instanceof RegistrationEvent.Deregister deregister) {
      return deregister(deregister);
    }
    if (event instanceof RegistrationEvent.Expire expire) {
      return expire(expire);
    }
    return settle(event.origin());
  }

  /** What was held is gone by a person's decision. */
  void released(Hold hold) {
    follow(
        hold.origin(),
        hold.keys().stream()
            .filter(SliceKey.class::isInstance)
            .map(key -> RegistrationKey.of((SliceKey) key))
            .collect(Collectors.toSet()));
  }

  private Removals.Result register(RegistrationEvent.Register register) {
    OriginId origin = register.origin();
    if (draft.working().progress(origin).incarnation() > 0) {
      throw OriginTakenException.reported(origin);
    }
    List<Registration> admitted =
        register.registrations().stream()
            .filter(each -> mayWrite(each.session(), each.key()))
            .toList();
    requireQuota(origin, admitted, register.quota());
    if (admitted.isEmpty()) {
      return Removals.Result.NOTHING;
    }
    if (shard(origin).progress().isEmpty()) {
      draft.put(ReportProgress.none(origin));
    }
    Set<ServiceKey> touched = new TreeSet<>();
    List<ResourceKey> offered = new ArrayList<>();
    for (Registration each : admitted) {
      draft.put(each);
      touched.add(each.key().service());
      offered.add(each.key().slice());
    }
    offered.addAll(touched);
    removals.offered(origin, offered);
    derive(origin, touched);
    return Removals.Result.NOTHING;
  }

  private void requireQuota(OriginId origin, List<Registration> admitted, int quota) {
    int registered = shard(origin).registrations().size();
    int fresh =
        (int) admitted.stream().filter(each -> draft.working().find(each.key()).isEmpty()).count();
    if (fresh > 0 && registered + fresh > quota) {
      throw new QuotaException(origin, registered, fresh, quota);
    }
  }

  private Removals.Result deregister(RegistrationEvent.Deregister event) {
    Set<RegistrationKey> own =
        event.keys().stream()
            .filter(key -> mayWrite(event.session(), key))
            .collect(Collectors.toSet());
    Set<ResourceKey> withdrawn = withdrawn(event.origin(), own);
    // Its owner is there and says so, which is what those that are silent wait for.
    removals.reconsider(event.origin(), withdrawn);
    Removals.Result removed = removals.withdraw(event.origin(), withdrawn);
    follow(event.origin(), own);
    return removed;
  }

  private Removals.Result expire(RegistrationEvent.Expire event) {
    Set<ResourceKey> withdrawn = withdrawn(event.origin(), event.keys());
    Removals.Result removed =
        event.witnessed()
            ? removals.overdue(event.origin(), withdrawn)
            : removals.silent(event.origin(), withdrawn);
    follow(event.origin(), event.keys());
    return removed;
  }

  private Removals.Result settle(OriginId origin) {
    Optional<ReportProgress> progress = shard(origin).progress().map(Recorded::resource);
    if (progress.isEmpty() || progress.get().incarnation() > 0) {
      return Removals.Result.NOTHING;
    }
    draft.put(new ReportProgress(new ReportKey(origin), 0, 0, true, true));
    return removals.withdraw(origin, strays(origin));
  }

  /** What is offered and not registered, as after a time with a hub that knew no registrations. */
  private Set<ResourceKey> strays(OriginId origin) {
    OriginShard shard = shard(origin);
    Set<ResourceKey> strays = new TreeSet<>();
    shard.slices().stream()
        .map(each -> each.resource().key())
        .filter(key -> shard.find(RegistrationKey.of(key)).isEmpty())
        .forEach(strays::add);
    shard.services().stream()
        .map(each -> each.resource().key())
        .filter(key -> shard.registrationsOf(key).isEmpty())
        .forEach(strays::add);
    return strays;
  }

  private boolean mayWrite(Session session, RegistrationKey key) {
    return draft
        .working()
        .find(key)
        .map(known -> known.as(Registration.class).resource().session())
        .filter(known -> known.compareTo(session) > 0)
        .isEmpty();
  }

  /** The slices of registrations, and the services that lose their last one with them. */
  private Set<ResourceKey> withdrawn(OriginId origin, Set<RegistrationKey> keys) {
    Set<ResourceKey> withdrawn = new TreeSet<>();
    Set<ServiceKey> services = new TreeSet<>();
    for (RegistrationKey key : keys) {
      if (draft.working().find(key).isPresent()) {
        withdrawn.add(key.slice());
        services.add(key.service());
      }
    }
    OriginShard shard = shard(origin);
    for (ServiceKey service : services) {
      if (shard.registrationsOf(service).stream()
          .allMatch(each -> keys.contains(each.resource().key()))) {
        withdrawn.add(service);
      }
    }
    return withdrawn;
  }

  /** Those of the registrations go whose slices have gone, or never were. */
  private void follow(OriginId origin, Set<RegistrationKey> keys) {
    Set<RegistrationKey> gone =
        keys.stream()
            .filter(key -> draft.working().find(key.slice()).isEmpty())
            .filter(key -> draft.working().find(key).isPresent())
            .collect(Collectors.toSet());
    if (gone.isEmpty()) {
      return;
    }
    draft.remove(gone);
    derive(origin, gone.stream().map(RegistrationKey::service).collect(Collectors.toSet()));
  }

  private void derive(OriginId origin, Set<ServiceKey> touched) {
    OriginShard shard = shard(origin);
    if (shard.registrations().isEmpty()) {
      // Nobody is there whose life could be in doubt.
      draft.remove(List.of(new LivenessKey(origin)));
      return;
    }
    Registration.Reach reach = RegisteredService.reach(shard.registrations());
    Cluster facts = Cluster.ofSource(origin, reach.network(), Locality.UNKNOWN, reach.from());
    boolean moved = shard.cluster().map(Recorded::resource).filter(facts::equals).isEmpty();
    draft.put(facts);
    for (ServiceKey service : moved ? registered(shard) : touched) {
      derive(shard.registrationsOf(service), service, reach);
    }
  }

  private void derive(
      Collection<Recorded<Registration>> registrations,
      ServiceKey service,
      Registration.Reach reach) {
    if (registrations.isEmpty()) {
      return;
    }
    RegisteredService derived = RegisteredService.of(service, registrations, reach);
    draft.put(derived.service());
    derived.slices().values().forEach(draft::put);
    draft.remove(
        draft.working().slices(service).stream()
            .map(EndpointSlice::key)
            .filter(key -> !derived.slices().containsKey(key))
            .toList());
  }

  private static Set<ServiceKey> registered(OriginShard shard) {
    return shard.registrations().stream()
        .map(each -> each.resource().key().service())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private OriginShard shard(OriginId origin) {
    return draft.working().origin(origin);
  }
}
