package dev.portolan.agent.apply;

import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the objects in the cluster equal to the desired ones. One object's failure stops no other;
 * what failed is tried again. Not thread-safe: the view loop owns it, and calls it only with a
 * complete view.
 */
public final class Reconciler {
  private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

  private final ObjectSink sink;
  private final Clock clock;
  private final SortedMap<ObjectRef, ObservedObject> observed = new TreeMap<>();
  private final SortedMap<HostKey, HostState> hosts = new TreeMap<>();
  private final SortedMap<HostKey, List<Finding>> findings = new TreeMap<>();
  private final Set<HostKey> failed = new TreeSet<>();
  private @Nullable Instant lastWrite;

  /**
   * @param desired what the host should have
   * @param held objects of the host that stand, wanted or not
   */
  private record HostState(DesiredHost desired, Set<ObjectRef> held) {}

  public Reconciler(ObjectSink sink, Clock clock) {
    this.sink = sink;
    this.clock = clock;
  }

  /** Takes over new desired states and writes what differs; other hosts stay as they are. */
  public void apply(Collection<DesiredHost> changes) {
    changes.forEach(this::reconcile);
  }

  /**
   * Reads anew what stands in the cluster. Must come before the first {@link #apply}.
   *
   * @throws SinkException if the sink cannot be read; what was observed before stays
   */
  public void observe() {
    List<ObservedObject> found = sink.list();
    observed.clear();
    found.forEach(object -> observed.put(object.ref(), object));
  }

  /**
   * Repairs every difference to what is observed: objects that others edited or removed, and
   * objects of ours that no host wants.
   */
  public void repair(StrayPolicy policy) {
    List.copyOf(hosts.values()).forEach(state -> reconcile(state.desired()));
    sweep(policy);
  }

  /** The finding that objects stay because of origins that have not reported. */
  public static Finding kept(ObjectRef ref, Collection<OriginId> origins) {
    return ApplyPlan.kept(ref, origins);
  }

  /** The finding that an object stays because the hub has not been heard. */
  public static Finding kept(ObjectRef ref) {
    return ApplyPlan.kept(ref);
  }

  /** Tries again what failed. */
  public void retry() {
    for (HostKey host : List.copyOf(failed)) {
      HostState state = hosts.get(host);
      if (state != null) {
        reconcile(state.desired());
      }
    }
  }

  /** Whether something failed and should be tried again. */
  public boolean hasFailures() {
    return !failed.isEmpty();
  }

  /** Objects of ours that stand in the cluster. */
  public int objects() {
    return (int) observed.values().stream().filter(ObservedObject::ours).count();
  }

  /** When an object was last written or removed, if ever. */
  public Optional<Instant> lastWrite() {
    return Optional.ofNullable(lastWrite);
  }

  /** What could not be done, and why. */
  public List<Finding> findings() {
    return findings.values().stream().flatMap(List::stream).toList();
  }

  private void reconcile(DesiredHost desired) {
    HostKey host = desired.host();
    HostState before = hosts.get(host);
    Set<ObjectRef> held = before == null ? Set.of() : before.held();
    ApplyPlan plan = ApplyPlan.of(desired, held, observed);
    List<Finding> problems = new ArrayList<>(plan.findings());
    failed.remove(host);
    for (Operation operation : plan.operations()) {
      run(operation)
          .ifPresent(
              problem -> {
                problems.add(problem);
                failed.add(host);
              });
    }
    Set<ObjectRef> standing = new HashSet<>(held);
    desired.objects().forEach(object -> standing.add(object.ref()));
    standing.removeIf(ref -> !observed.containsKey(ref));
    if (desired.objects().isEmpty() && standing.isEmpty()) {
      hosts.remove(host);
    } else {
      hosts.put(host, new HostState(desired, Set.copyOf(standing)));
    }
    note(host, problems);
  }

  private void note(HostKey host, List<Finding> problems) {
    if (problems.isEmpty()) {
      findings.remove(host);
    } else {
      findings.put(host, List.copyOf(problems));
    }
  }

  /** Objects of ours that an earlier process wrote and that no host of this view wants. */
  private void sweep(StrayPolicy policy) {
    Set<ObjectRef> claimed =
        hosts.values().stream()
            .flatMap(state -> state.desired().objects().stream())
            .map(DesiredObject::ref)
            .collect(Collectors.toSet());
    List<Finding> kept = new ArrayList<>();
    for (Strays.Group group : Strays.groups(observed.values(), claimed)) {
      Optional<Finding> reason = policy.reasonToKeep(group.origins(), group.epoch(), group.ref());
      if (reason.isPresent()) {
        kept.add(reason.get());
      } else {
        group.refs().forEach(ref -> run(new Operation.Delete(ref)).ifPresent(kept::add));
      }
    }
    note(Strays.NO_HOST, kept);
  }

  private Optional<Finding> run(Operation operation) {
    try {
      operation.run(sink);
    } catch (SinkException e) {
      log.warn("{}: {}", operation.ref(), e.reason());
      return Optional.of(
          new Finding(FindingCode.WRITE_FAILED, operation.ref().toString(), e.reason()));
    }
    lastWrite = clock.instant();
    operation
        .result()
        .ifPresentOrElse(
            written -> observed.put(written.ref(), written),
            () -> observed.remove(operation.ref()));
    return Optional.empty();
  }
}
