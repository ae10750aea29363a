package dev.portolan.server.control;

import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.OriginShard;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ReportProgress;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Revision;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.SliceKey;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.server.control.Proposal.Accepted;
import dev.portolan.server.control.Proposal.Refused;
import dev.portolan.server.control.Proposal.Verdict;
import dev.portolan.server.control.RegistryEvent.Batch;
import dev.portolan.server.control.RegistryEvent.BeginEpoch;
import dev.portolan.server.control.RegistryEvent.Change;
import dev.portolan.server.control.RegistryEvent.Complete;
import dev.portolan.server.control.RegistryEvent.ReplaceVirtualMeshes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Decides what events do to the registry; pure. Events are taken in order and see each other's
 * effects; one that is refused has none and does not touch its neighbours.
 */
final class RegistryPlanner {
  private static final Accepted NOTHING_REMOVED = new Accepted(0, 0);

  private final Draft draft;

  private RegistryPlanner(Draft draft) {
    this.draft = draft;
  }

  /**
   * The effect of the events on a snapshot; {@code now} becomes the report time of what changes.
   */
  static Proposal plan(RegistrySnapshot base, List<RegistryEvent> events, Instant now) {
    Draft draft = new Draft(base, next(base.revision(), events), now);
    RegistryPlanner planner = new RegistryPlanner(draft);
    List<Verdict> verdicts = new ArrayList<>(events.size());
    for (RegistryEvent event : events) {
      RegistrySnapshot before = draft.working();
      try {
        verdicts.add(planner.accept(event));
      } catch (RuntimeException e) {
        draft.restore(before);
        verdicts.add(new Refused(e));
      }
    }
    return new Proposal(draft.delta(), verdicts);
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
    if (event instanceof ReplaceVirtualMeshes replacement) {
      return accept(replacement);
    }
    if (event instanceof BeginEpoch begin) {
      return accept(begin);
    }
    throw new IllegalStateException("no rule for " + event.getClass());
  }

  private Accepted accept(Batch batch) {
    ReportProgress progress = progress(batch.origin(), batch.incarnation());
    if (batch.number() <= progress.batch()) {
      return NOTHING_REMOVED;
    }
    int services = 0;
    int slices = 0;
    for (Change change : batch.changes()) {
      if (change instanceof Change.Put put) {
        requireReported(batch.origin(), put.resource().key());
        draft.put(put.resource());
      } else if (change instanceof Change.Remove remove) {
        requireReported(batch.origin(), remove.key());
        Accepted removed = remove(withParts(remove.key()));
        services += removed.removedServices();
        slices += removed.removedSlices();
      }
    }
    draft.put(
        new ReportProgress(
            progress.key(),
            progress.incarnation(),
            batch.number(),
            progress.complete(),
            progress.everComplete()));
    return new Accepted(services, slices);
  }

  private Accepted accept(Complete complete) {
    OriginId origin = complete.origin();
    ReportProgress progress = progress(origin, complete.incarnation());
    complete.listed().forEach(key -> requireReported(origin, key));
    Accepted removed = remove(unlisted(origin, complete.listed()));
    draft.put(
        new ReportProgress(progress.key(), progress.incarnation(), progress.batch(), true, true));
    return removed;
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

  private Accepted accept(ReplaceVirtualMeshes replacement) {
    Set<ResourceKey> kept =
        replacement.meshes().stream().map(VirtualMesh::key).collect(Collectors.toSet());
    List<ResourceKey> gone =
        draft.working().virtualMeshes().stream()
            .map(Recorded::key)
            .filter(key -> !kept.contains(key))
            .toList();
    draft.remove(gone);
    replacement.meshes().forEach(draft::put);
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

  private Accepted remove(Set<ResourceKey> keys) {
    List<ResourceKey> present =
        keys.stream().filter(key -> draft.working().find(key).isPresent()).toList();
    draft.remove(present);
    long services = present.stream().filter(ServiceKey.class::isInstance).count();
    long slices = present.stream().filter(SliceKey.class::isInstance).count();
    return new Accepted((int) services, (int) slices);
  }

  /** An origin reports its own cluster, services and slices; all else is the hub's. */
  private static void requireReported(OriginId origin, ResourceKey key) {
    boolean reported =
        switch (key.kind()) {
          case CLUSTER, SERVICE, SLICE -> true;
          case VIRTUAL_MESH, REPORT, CAPACITY -> false;
        };
    if (!reported || !key.owner().filter(origin::equals).isPresent()) {
      throw new IllegalArgumentException(
          "%s reports %s %s, which is not its own".formatted(origin, key.kind(), key.path()));
    }
  }
}
