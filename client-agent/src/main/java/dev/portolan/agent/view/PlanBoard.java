package dev.portolan.agent.view;

import dev.portolan.agent.apply.DesiredHost;
import dev.portolan.agent.apply.StrayPolicy;
import dev.portolan.agent.apply.sink.DesiredObject;
import dev.portolan.federation.AccessDecision;
import dev.portolan.federation.AccessPlanner;
import dev.portolan.federation.HostDecision;
import dev.portolan.federation.HostPlan;
import dev.portolan.federation.HostPlanner;
import dev.portolan.federation.TouchedHosts;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.Revision;
import dev.portolan.translate.IstioTranslator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The decisions on all hosts, kept up to date: a change plans the hosts that it touches and no
 * others. Not thread-safe: the view loop owns it.
 */
final class PlanBoard {
  private static final Logger log = LoggerFactory.getLogger(PlanBoard.class);

  private final ObjectGate gate;
  private final Decided decided = new Decided();
  private final SortedMap<HostKey, Stuck> stuck = new TreeMap<>();

  /**
   * A host that a fault of ours keeps from being written.
   *
   * @param objectNames what its objects may be called, in its namespace
   */
  private record Stuck(Set<String> objectNames, Finding why) {}

  PlanBoard(ObjectGate gate) {
    this.gate = gate;
  }

  /** Plans every host of a view anew. */
  List<DesiredHost> planAll(ClusterView view) {
    SortedSet<HostKey> all = new TreeSet<>(view.merged().hosts());
    all.addAll(decided.hosts());
    all.addAll(stuck.keySet());
    return plan(view, all);
  }

  /** Plans the hosts that differ between two views. */
  List<DesiredHost> planChange(ClusterView before, ClusterView after) {
    boolean guards =
        AccessPlanner.inForce(before.merged(), before.self())
            || AccessPlanner.inForce(after.merged(), after.self());
    if (!after.doubtsAs(before) || (guards && !sameEpoch(before, after))) {
      // Hosts that were kept because of a doubt must be looked at again; no delta names them. And
      // what says who may call is noted as said anew.
      return planAll(after);
    }
    SortedSet<HostKey> touched =
        new TreeSet<>(
            TouchedHosts.of(
                RegistryDelta.between(before.merged(), after.merged()),
                before.merged(),
                after.merged(),
                after.self()));
    Set<HostKey> around =
        before.local().surroundings().touched(after.local().surroundings(), after.merged().hosts());
    touched.addAll(around);
    touched.addAll(TouchedHosts.sending(around, after.merged()));
    if (guards) {
      touched.addAll(before.local().surroundings().sharing(touched));
      touched.addAll(after.local().surroundings().sharing(touched));
    }
    return plan(after, touched);
  }

  private static boolean sameEpoch(ClusterView one, ClusterView other) {
    return one.told().epoch().equals(other.told().epoch());
  }

  /** Hosts that have objects. */
  int plannedHosts() {
    return decided.written();
  }

  List<Finding> findings() {
    return Stream.concat(stuck.values().stream().map(Stuck::why), decided.findings()).toList();
  }

  /** Keeps the objects of hosts that a fault of ours keeps from being written; immutable. */
  StrayPolicy keepStuck() {
    if (stuck.isEmpty()) {
      return (origins, epoch, ref) -> Optional.empty();
    }
    Map<String, Finding> reasons = new HashMap<>();
    stuck.forEach(
        (host, why) ->
            why.objectNames()
                .forEach(name -> reasons.put(host.namespace() + "/" + name, why.why())));
    return (origins, epoch, ref) -> Optional.ofNullable(reasons.get(ref.group()));
  }

  private List<DesiredHost> plan(ClusterView view, Collection<HostKey> hosts) {
    List<DesiredHost> desired = new ArrayList<>();
    for (HostKey host : hosts) {
      try {
        plan(view, host).ifPresent(desired::add);
      } catch (RuntimeException e) {
        // One host must not stop the others, and its objects are better old than gone.
        log.error("bug: planning {} failed; its objects stay as they are", host, e);
        stuck.put(host, new Stuck(objectNames(view, host), failure(host, e)));
      }
    }
    return desired;
  }

  /** What should stand for a host; nothing when what stands must stay. */
  private Optional<DesiredHost> plan(ClusterView view, HostKey host) {
    Revision revision = view.merged().revision();
    HostDecision decision =
        HostPlanner.plan(view.merged(), view.self(), view.local().surroundings(), host);
    AccessDecision access =
        AccessPlanner.plan(view.merged(), view.self(), view.local().surroundings(), host);
    List<DesiredObject> objects = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    List<ObjectGate.Outcome> outcomes = new ArrayList<>();
    if (decision instanceof HostPlan plan) {
      outcomes.add(gate.pass(plan, view.shaping(host), revision));
    }
    access.access().map(said -> gate.pass(said, view.told())).ifPresent(outcomes::add);
    for (ObjectGate.Outcome outcome : outcomes) {
      objects.addAll(outcome.objects());
      problems.addAll(outcome.problems());
    }
    if (!problems.isEmpty()) {
      log.error("bug: objects of {} break rules: {}", host, problems);
      stuck.put(host, new Stuck(objectNames(view, host), refusal(host, problems)));
      return Optional.empty();
    }
    stuck.remove(host);
    // While something is kept because of a doubt, its host is looked at again when the doubt ends.
    boolean doubtful = !view.heard() || !view.uncertain().isEmpty();
    decided.note(host, !objects.isEmpty(), access.findingsWith(decision), doubtful);
    return Optional.of(
        new DesiredHost(host, objects, view.uncertain(), view.told().epoch(), view.heard()));
  }

  private static Set<String> objectNames(ClusterView view, HostKey host) {
    return IstioTranslator.possibleNames(
        view.merged(), view.self(), view.local().surroundings(), host);
  }

  private static Finding failure(HostKey host, RuntimeException bug) {
    return new Finding(
        FindingCode.PLAN_FAILED,
        "host/" + host,
        "planning failed by a fault of the agent (%s); the host's objects stay as they are. Please report it"
            .formatted(bug));
  }

  private static Finding refusal(HostKey host, List<String> problems) {
    return new Finding(
        FindingCode.OBJECT_REFUSED,
        "host/" + host,
        "the objects that the host should get would break rules of Istio's (%s), which is a fault of the agent; nothing is written for this host and its last good objects stay. Please report it"
            .formatted(String.join("; ", problems)));
  }
}
