package dev.portolan.server.control;

import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.ExportRequests;
import dev.portolan.registry.Hold;
import dev.portolan.registry.LivenessKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.OriginShard;
import dev.portolan.registry.Policy;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ReportProgress;
import dev.portolan.registry.Resource;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Revision;
import dev.portolan.registry.Rule;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServiceKey;
import dev.portolan.server.control.Proposal.Accepted;
import dev.portolan.server.control.Proposal.Refused;
import dev.portolan.server.control.Proposal.Verdict;
import dev.portolan.server.control.RegistryEvent.Batch;
import dev.portolan.server.control.RegistryEvent.BeginEpoch;
import dev.portolan.server.control.RegistryEvent.Change;
import dev.portolan.server.control.RegistryEvent.ChangeRules;
import dev.portolan.server.control.RegistryEvent.Complete;
import dev.portolan.server.control.RegistryEvent.Judge;
import dev.portolan.server.control.RegistryEvent.MoveRollout;
import dev.portolan.server.control.RegistryEvent.RejectHold;
import dev.portolan.server.control.RegistryEvent.ReleaseHold;
import dev.portolan.server.control.RegistryEvent.ReplaceRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Decides what events do to the registry; pure. Events are taken in order and see each other's
 * effects; one that is refused has none and does not touch its neighbours.
 */
final class RegistryPlanner {
  private static final Accepted NOTHING_REMOVED = new Accepted(0, 0, Optional.empty());

  private final Draft draft;
  private final Removals removals;
  private final Registrations registrations;
  private final Instant now;

  private RegistryPlanner(Draft draft, Removals removals, Instant now) {
    this.draft = draft;
    this.removals = removals;
    this.now = now;
    this.registrations = new Registrations(draft, removals);
  }

  /**
   * The effect of the events on a snapshot.
   *
   * @param guard says what is too much at once
   * @param recent what was removed of late
   * @param now becomes the report time of what changes
   */
  static Proposal plan(
      RegistrySnapshot base,
      RemovalGuard guard,
      RecentRemovals recent,
      List<RegistryEvent> events,
      Instant now) {
    Draft draft = new Draft(base, next(base.revision(), events), now);
    Removals removals = new Removals(draft, guard, recent, now);
    RegistryPlanner planner = new RegistryPlanner(draft, removals, now);
    List<Verdict> verdicts = new ArrayList<>(events.size());
    for (RegistryEvent event : events) {
      RegistrySnapshot before = draft.working();
      RecentRemovals removedBefore = removals.recent();
      try {
        verdicts.add(planner.accept(event));
      } catch (RuntimeException e) {
        draft.restore(before);
        removals.restore(removedBefore);
        verdicts.add(new Refused(e));
      }
    }
    return new Proposal(draft.delta(), verdicts, removals.recent());
  }

  /** The next revision: of the same epoch, unless one of the events begins another. */
  private static Revision next(Revision base, List<RegistryEvent> events) {
    return events.stream()
        .filter(event -> event instanceof BeginEpoch begin && begin.lost().equals(base.epoch()))
        .findFirst()
        .map(event -> new Revision(((BeginEpoch) event).next(), base.sequence() + 1))
        .orElseGet(base::next);
  }

  private Accepted accept(RegistryEvent event) {
    if (event instanceof Batch batch) {
      return accept(batch);
    }
    if (event instanceof Complete complete) {
      return accept(complete);
    }
    if (event instanceof ReplaceRules replacement) {
      return accept(replacement);
    }
    if (event instanceof ChangeRules change) {
      return accept(change);
    }
    if (event instanceof MoveRollout move) {
      return accept(move);
    }
    if (event instanceof BeginEpoch begin) {
      return accept(begin);
    }
    if (event instanceof Judge judgement) {
      return accept(judgement);
    }
    if (event instanceof ReleaseHold release) {
      return accept(release);
    }
    if (event instanceof RejectHold rejection) {
      removals.reject(held(rejection.name()));
      return NOTHING_REMOVED;
    }
    if (event instanceof RegistrationEvent registration) {
      return accepted(registrations.accept(registration));
    }
    throw new IllegalStateException("no rule for " + event.getClass());
  }

  private Accepted accept(ReleaseHold release) {
    Hold hold = held(release.name());
    Removals.Result removed = removals.release(hold);
    registrations.released(hold);
    return accepted(removed);
  }

  private Accepted accept(Batch batch) {
    registrations.requireNone(batch.origin());
    ReportProgress progress = progress(batch.origin(), batch.incarnation());
    if (batch.number() <= progress.batch()) {
      return NOTHING_REMOVED;
    }
    Set<ResourceKey> withdrawn = new TreeSet<>();
    List<ResourceKey> offered = new ArrayList<>();
    for (Change change : batch.changes()) {
      if (change instanceof Change.Put put) {
        requireReported(batch.origin(), put.resource().key());
        draft.put(known(put.resource()));
        withdrawn.remove(put.resource().key());
        offered.add(put.resource().key());
      } else if (change instanceof Change.Remove remove) {
        requireReported(batch.origin(), remove.key());
        withdrawn.addAll(withParts(remove.key()));
      }
    }
    offered.removeIf(withdrawn::contains);
    removals.offered(batch.origin(), offered);
    Removals.Result removed = removals.withdraw(batch.origin(), withdrawn);
    draft.put(
        new ReportProgress(
            progress.key(),
            progress.incarnation(),
            batch.number(),
            progress.complete(),
            progress.everComplete()));
    return accepted(removed);
  }

  // What an origin cannot tell counts as it was told last (ADR 0055).
  private Resource known(Resource reported) {
    if (!(reported instanceof Service service)) {
      return reported;
    }
    ExportRequests before =
        draft.working().service(service.key()).map(Service::requests).orElse(ExportRequests.UNTOLD);
    return service.with(service.requests().after(before).settled());
  }

  private Accepted accept(Complete complete) {
    OriginId origin = complete.origin();
    registrations.requireNone(origin);
    ReportProgress progress = progress(origin, complete.incarnation());
    if (complete.lastBatch() < progress.batch()) {
      throw new StaleListException(origin, complete.lastBatch(), progress.batch());
    }
    complete.listed().forEach(key -> requireReported(origin, key));
    removals.offered(origin, complete.listed());
    Removals.Result removed = removals.unlisted(origin, unlisted(origin, complete.listed()));
    draft.put(
        new ReportProgress(progress.key(), progress.incarnation(), progress.batch(), true, true));
    return accepted(removed);
  }

  private Accepted accept(BeginEpoch begin) {
    if (draft.working().revision().epoch().equals(begin.next())) {
      for (OriginId origin : draft.working().origins().keySet()) {
        draft
            .working()
            .origin(origin)
            .progress()
            .map(Recorded::resource)
            .map(
                known ->
                    new ReportProgress(
                        known.key(), known.incarnation(), known.batch(), false, false))
            .ifPresent(draft::put);
      }
    }
    return NOTHING_REMOVED;
  }

  private Accepted accept(Judge judgement) {
    OriginId origin = judgement.origin();
    if (judgement.liveness().isEmpty()) {
      draft.remove(List.of(new LivenessKey(origin)));
    } else if (draft.working().origins().containsKey(origin)
        && !draft.working().origin(origin).vacant()) {
      draft.put(judgement.liveness().get());
    }
    return NOTHING_REMOVED;
  }

  private Accepted accept(ChangeRules change) {
    RegistrySnapshot before = draft.working();
    change.changes().forEach(each -> each.require(before));
    for (RuleChange each : change.changes()) {
      each.rule()
          .ifPresentOrElse(rule -> put(rule, before), () -> draft.remove(List.of(each.key())));
    }
    return NOTHING_REMOVED;
  }

  private Accepted accept(ReplaceRules replacement) {
    RegistrySnapshot before = draft.working();
    Set<ResourceKey> kept = replacement.rules().stream().map(Rule::key).collect(Collectors.toSet());
    List<ResourceKey> gone =
        before.rules().map(Recorded::key).filter(key -> !kept.contains(key)).toList();
    draft.remove(gone);
    replacement.rules().forEach(rule -> put(rule, before));
    return NOTHING_REMOVED;
  }

  private void put(Rule rule, RegistrySnapshot before) {
    draft.put(rule instanceof Policy policy ? Waves.begun(policy, before, now) : rule);
  }

  private Accepted accept(MoveRollout move) {
    draft
        .working()
        .find(move.key())
        .map(found -> found.as(Policy.class).resource())
        .filter(policy -> policy.rollout().stage().equals(Optional.of(move.from())))
        .ifPresentOrElse(
            policy -> draft.put(Waves.moved(policy, move.to())),
            () -> {
              throw new RuleChangedException(move.key());
            });
    return NOTHING_REMOVED;
  }

  /** Where the incarnation stands; a new one starts over but takes nothing away. */
  private ReportProgress progress(OriginId origin, long incarnation) {
    ReportProgress known = draft.working().progress(origin);
    if (incarnation < known.incarnation()) {
      throw new SupersededException(origin, incarnation, known.incarnation());
    }
    return incarnation == known.incarnation()
        ? known
        : new ReportProgress(known.key(), incarnation, 0, false, known.everComplete());
  }

  /** Unlisted services with all their slices, and unlisted slices. */
  private Set<ResourceKey> unlisted(OriginId origin, Set<ResourceKey> listed) {
    OriginShard shard = draft.working().origin(origin);
    Set<ResourceKey> gone = new TreeSet<>();
    for (Recorded<Service> service : shard.services()) {
      if (!listed.contains(service.key())) {
        gone.addAll(withParts(service.key()));
      }
    }
    for (Recorded<EndpointSlice> slice : shard.slices()) {
      if (!listed.contains(slice.key())) {
        gone.add(slice.key());
      }
    }
    return gone;
  }

  /** The key and, for a service, the keys of its slices. */
  private Set<ResourceKey> withParts(ResourceKey key) {
    Set<ResourceKey> keys = new TreeSet<>(Set.of(key));
    if (key instanceof ServiceKey service) {
      draft.working().slices(service).forEach(slice -> keys.add(slice.key()));
    }
    return keys;
  }

  private Hold held(String name) {
    return draft.working().holds().stream()
        .filter(hold -> hold.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new NoSuchHoldException(name));
  }

  private static Accepted accepted(Removals.Result removed) {
    return new Accepted(removed.services(), removed.slices(), removed.hold());
  }

  /** An origin reports its own cluster, services and slices; all else is the hub's. */
  private static void requireReported(OriginId origin, ResourceKey key) {
    boolean reported =
        switch (key.kind()) {
          case CLUSTER, SERVICE, SLICE -> true;
          case VIRTUAL_MESH,
              FAILOVER_POLICY,
              TRAFFIC_POLICY,
              ACCESS_POLICY,
              REPORT,
              LIVENESS,
              HOLD,
              REGISTRATION,
              CAPACITY ->
              false;
        };
    if (!reported || !key.owner().filter(origin::equals).isPresent()) {
      throw new IllegalArgumentException(
          "%s reports %s %s, which is not its own".formatted(origin, key.kind(), key.path()));
    }
  }
}
