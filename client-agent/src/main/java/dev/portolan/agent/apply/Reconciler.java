package dev.portolan.agent.apply;

import dev.portolan.agent.apply.sink.Custody;
import dev.portolan.agent.apply.sink.DesiredObject;
import dev.portolan.agent.apply.sink.Listing;
import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.ObservedObject;
import dev.portolan.agent.apply.sink.SinkWatcher;
import dev.portolan.agent.apply.sink.WriteResult;
import dev.portolan.agent.apply.work.Operation;
import dev.portolan.agent.apply.work.Repairs;
import dev.portolan.agent.apply.work.WorkQueue;
import dev.portolan.registry.Finding;
import dev.portolan.registry.HostKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides what has to be done so that the observed objects become the desired ones: plans a host
 * anew when what it should have or what it has changes, and keeps the queue of steps in accordance.
 * Decides nothing before it knows both all that is wanted and all that stands. Confined to one
 * thread.
 */
final class Reconciler implements SinkWatcher {
  private final InstantSource clock;
  private final WorkQueue queue;
  private final Repairs repairs = new Repairs();
  private final Handovers handovers = new Handovers();
  private final Rivals rivals = new Rivals();
  private final ObservedObjects observed = new ObservedObjects(rivals);
  private final Deletions deletions;
  private final SortedMap<HostKey, HostState> hosts = new TreeMap<>();
  private final Claims claims = new Claims();
  private final SortedMap<HostKey, List<Finding>> findings = new TreeMap<>();
  private final Strays strays = new Strays();
  private final List<Finding> strayFindings = new ArrayList<>();
  private StrayPolicy policy = (origins, epoch, ref) -> Optional.empty();
  private boolean wanted;
  private boolean listed;
  private boolean straysChanged;
  private @Nullable Instant lastWrite;

  Reconciler(ApplyLimits limits, WorkQueue queue, InstantSource clock) {
    this.queue = queue;
    this.clock = clock;
    this.deletions = new Deletions(limits, queue);
  }

  /**
   * Takes over what hosts should have from now on; other hosts stay as they are. The first call
   * names every host.
   */
  void want(Collection<DesiredHost> changes, StrayPolicy newPolicy) {
    policy = newPolicy;
    straysChanged = true;
    boolean first = !wanted;
    wanted = true;
    for (DesiredHost change : changes) {
      HostState before = state(change.host());
      HostState after = before.with(change);
      hosts.put(change.host(), after);
      after.refs().forEach(ref -> claims.claim(ref, change.host()));
      after.refs().forEach(strays::remove);
      strays.relatedTo(after.refs()).forEach(ref -> adopt(ref, change.host()));
      rivals.write(before.desired().objects(), change.objects());
      if (!first) {
        plan(change.host());
      }
    }
    if (first) {
      planAll();
    }
  }

  /** Takes over what stands, whole. */
  void listed(Listing listing) {
    Map<ObjectRef, Optional<ObservedObject>> changed = observed.merge(listing);
    boolean first = !listed;
    listed = true;
    if (first) {
      changed.keySet().forEach(this::noteStray);
      planAll();
    } else {
      changed.forEach(this::touched);
    }
  }

  @Override
  public void seen(ObservedObject object) {
    Optional<ObservedObject> known = find(object.ref());
    if (observed.isNews(object.ref(), object.handle().version())
        && !known.equals(Optional.of(object))) {
      touched(object.ref(), observed.put(object));
    }
  }

  @Override
  public void gone(ObjectRef ref, String version) {
    if (observed.isNews(ref, version)) {
      touched(ref, observed.remove(ref));
    }
  }

  /** A step has ended. */
  void settled(Operation operation, WriteResult result) {
    Instant now = clock.instant();
    ObjectRef ref = operation.ref();
    queue.settled(operation, result, now);
    if (hasRoutes(ref)
        && (result instanceof WriteResult.Written || result instanceof WriteResult.Removed)) {
      handovers.written(ref, now);
    }
    if (operation instanceof Operation.Delete delete && !harmless(delete)) {
      deletions.ended(ref, result instanceof WriteResult.Removed, now);
    }
    if (result instanceof WriteResult.Written written) {
      lastWrite = now;
      observed.put(written.now());
      if (!written.now().fingerprint().equals(operation.fingerprint())) {
        repairs.changed(ref, now); // an admission webhook had the last word
      }
    } else if (result instanceof WriteResult.Removed) {
      lastWrite = now;
      observed.remove(ref);
    } else if (result instanceof WriteResult.Moved moved) {
      moved.now().ifPresentOrElse(observed::put, () -> observed.remove(ref));
    }
    replan(ref);
  }

  /** Brings the queue up to date after a turn's news. */
  void finishTurn() {
    if (straysChanged && wanted && listed) {
      straysChanged = false;
      planStrays();
    }
    deletions.decide(observed.ours(), clock.instant());
  }

  /** The hold on deletions, if there is one. */
  Optional<String> hold() {
    return deletions.hold();
  }

  /** A person released a hold; no effect unless it is the present one. */
  void release(String hold) {
    deletions.release(hold);
  }

  /** Whether anything is decided yet. */
  boolean active() {
    return wanted && listed;
  }

  /** Every object that one of the hosts wants or has, or that no host wants. */
  Set<ObjectRef> objectsOf(Collection<DesiredHost> some) {
    Set<ObjectRef> refs = new HashSet<>(strays.all());
    for (DesiredHost host : some) {
      refs.addAll(state(host.host()).refs());
    }
    return refs;
  }

  /** How things stand. */
  ApplyStatus status(String releaseAdvice) {
    List<Finding> all = new ArrayList<>();
    findings.values().forEach(all::addAll);
    all.addAll(strayFindings);
    all.addAll(queue.findings());
    all.addAll(repairs.findings(clock.instant()));
    all.addAll(rivals.findings());
    deletions
        .hold()
        .map(hold -> ApplyFindings.held(deletions.size(), observed.ours(), hold, releaseAdvice))
        .ifPresent(all::add);
    return new ApplyStatus(
        observed.ours(),
        queue.size(),
        queue.refused(),
        deletions.hold().isPresent() ? deletions.size() : 0,
        Optional.ofNullable(lastWrite),
        all);
  }

  private HostState state(HostKey host) {
    return hosts.getOrDefault(host, HostState.none(host));
  }

  private Optional<ObservedObject> find(ObjectRef ref) {
    return Optional.ofNullable(observed.all().get(ref));
  }

  /** Something else did something to an object. */
  private void touched(ObjectRef ref, Optional<ObservedObject> before) {
    Optional<DesiredObject> desired = claims.owner(ref).flatMap(host -> state(host).wanted(ref));
    if (stands(desired, before) && !stands(desired, find(ref))) {
      repairs.changed(ref, clock.instant());
    }
    replan(ref);
  }

  private void replan(ObjectRef ref) {
    if (claims.owner(ref).isEmpty()) {
      noteStray(ref);
    }
    claims.owner(ref).ifPresent(this::plan);
  }

  private void noteStray(ObjectRef ref) {
    if (claims.owner(ref).isPresent()) {
      return;
    }
    Optional<HostKey> host = claims.ownerOfGroup(ref);
    if (find(ref).filter(ObservedObject::ours).isPresent()) {
      host.ifPresentOrElse(owner -> adopt(ref, owner), () -> strays.add(ref));
    } else {
      strays.remove(ref);
      drop(ref);
    }
    straysChanged = true;
  }

  // A shard that an earlier process wrote goes when the host's other objects stand, not before.
  private void adopt(ObjectRef ref, HostKey host) {
    strays.remove(ref);
    hosts.put(host, state(host).holding(ref));
    claims.claim(ref, host);
  }

  private void planAll() {
    if (active()) {
      List.copyOf(hosts.keySet()).forEach(this::plan);
    }
  }

  private void plan(HostKey host) {
    if (!active()) {
      return;
    }
    HostState state = state(host);
    state.desired().objects().forEach(observed::share);
    ApplyPlan plan = ApplyPlan.of(state.desired(), state.held(), observed.all());
    Set<ObjectRef> idle = new HashSet<>(state.refs());
    for (Operation operation : plan.operations()) {
      idle.remove(operation.ref());
      enqueue(operation);
    }
    idle.forEach(this::drop);
    if (plan.findings().isEmpty()) {
      findings.remove(host);
    } else {
      findings.put(host, plan.findings());
    }
    prune(host, state);
  }

  /** Forgets objects that the host does not want and does not have. */
  private void prune(HostKey host, HostState state) {
    HostState left =
        state.without(
            ref -> find(ref).filter(found -> found.custody() != Custody.FOREIGN).isEmpty());
    Set<ObjectRef> kept = left.refs();
    state.refs().stream()
        .filter(ref -> !kept.contains(ref))
        .forEach(ref -> claims.release(ref, kept));
    if (left.refs().isEmpty()) {
      hosts.remove(host);
    } else {
      hosts.put(host, left);
    }
  }

  private void planStrays() {
    strayFindings.clear();
    for (Strays.Group group : strays.groups(observed.all())) {
      Optional<Finding> reason = policy.reasonToKeep(group.origins(), group.epoch(), group.ref());
      reason.ifPresent(strayFindings::add);
      for (ObservedObject object : group.objects()) {
        if (reason.isPresent()) {
          drop(object.ref());
        } else {
          enqueue(new Operation.Delete(object));
        }
      }
    }
  }

  private void enqueue(Operation operation) {
    if (operation instanceof Operation.Delete delete && !harmless(delete)) {
      deletions.want(delete);
    } else {
      deletions.cancel(operation.ref());
      Instant repair = repairs.due(operation.ref());
      Instant handover = handovers.due(operation);
      queue.put(operation, repair.isAfter(handover) ? repair : handover, clock.instant());
    }
  }

  private boolean hasRoutes(ObjectRef ref) {
    return claims.owner(ref).stream()
        .flatMap(host -> state(host).refs().stream())
        .anyMatch(each -> each.kind().equals(ObjectRef.ROUTES));
  }

  // A policy that ends takes the routes of all its hosts with it: they are reached as ever.
  private boolean harmless(Operation.Delete delete) {
    return delete.ref().kind().equals(ObjectRef.ROUTES)
        && claims
            .owner(delete.ref())
            .filter(
                host -> state(host).desired().objects().stream().anyMatch(Reconciler::leadsThere))
            .isPresent();
  }

  private static boolean leadsThere(DesiredObject object) {
    return !AccessSteps.is(object.ref());
  }

  private void drop(ObjectRef ref) {
    deletions.cancel(ref);
    queue.cancel(ref);
  }

  private static boolean stands(Optional<DesiredObject> desired, Optional<ObservedObject> found) {
    return desired.isPresent()
        && found
            .filter(ObservedObject::ours)
            .filter(object -> object.fingerprint().equals(desired.get().fingerprint()))
            .isPresent();
  }
}
