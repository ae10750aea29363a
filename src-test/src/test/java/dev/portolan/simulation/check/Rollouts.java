package dev.portolan.simulation.check;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.Policy;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Revision;
import dev.portolan.registry.Rollout;
import dev.portolan.registry.Rollout.Stage;
import dev.portolan.registry.Rollout.State;
import dev.portolan.registry.Rule;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.simulation.disk.HubDisk;
import dev.portolan.simulation.network.Tap;
import dev.portolan.v1.ReportRequest;
import dev.portolan.wire.RevisionCodec;
import dev.portolan.world.WrittenRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A policy in waves goes from one to the next by itself, and only when every cluster that is to
 * have it has said that it does; meanwhile what the others have stays what it was. Tells the
 * written rules what the hub has for each cluster.
 */
public final class Rollouts implements Tap, HubDisk.Durable {
  private final WrittenRules rules;
  private final List<String> broken = new ArrayList<>();
  // Of each report stream.
  private final Map<Object, OriginId> callers = new HashMap<>();
  private final Map<OriginId, Set<dev.portolan.v1.Revision>> applied = new HashMap<>();

  /** Nothing seen yet. */
  public Rollouts(WrittenRules rules) {
    this.rules = rules;
  }

  /** Where a rollout went on without a reason, and how. */
  public List<String> broken() {
    return broken;
  }

  /** Policies that not all clusters have yet. */
  public static List<Policy> underWay(RegistrySnapshot held) {
    return held.policies().stream()
        .map(Recorded::resource)
        .filter(policy -> policy.rollout().stage().isPresent())
        .toList();
  }

  /** Of these, the ones that go on when somebody says so. */
  public static List<Policy> standing(RegistrySnapshot held) {
    return underWay(held).stream()
        .filter(policy -> policy.rollout().stage().orElseThrow().state() != State.RUNNING)
        .toList();
  }

  /** The ones that are under way, for a person. */
  public static List<String> unfinished(RegistrySnapshot held) {
    return underWay(held).stream()
        .map(policy -> "%s is at %s".formatted(policy.key(), policy.rollout().stage()))
        .toList();
  }

  @Override
  public void asked(Object call, String method, byte[] request) {
    if (!method.equals("Report")) {
      return;
    }
    ReportRequest said = Words.read(ReportRequest.parser(), request);
    if (said.hasHello()) {
      callers.put(call, new OriginId(said.getHello().getOrigin()));
    }
    OriginId caller = callers.get(call);
    if (caller != null && said.hasStatus()) {
      applied.computeIfAbsent(caller, first -> new HashSet<>()).add(said.getStatus().getApplied());
    }
  }

  @Override
  public void changed(RegistrySnapshot before, RegistryDelta delta, RegistrySnapshot after) {
    boolean touched =
        delta.upserts().values().stream().anyMatch(each -> each.resource() instanceof Rule)
            || !before.rules().map(Recorded::key).allMatch(key -> after.find(key).isPresent());
    if (touched) {
      rules.stored(after.rules().map(each -> (Rule) each.resource()).toList());
    }
    for (Recorded<?> changed : delta.upserts().values()) {
      if (changed.resource() instanceof Policy policy) {
        before
            .find(policy.key())
            .map(found -> found.as(Policy.class))
            .filter(known -> known.resource().asWritten().equals(policy.asWritten()))
            .ifPresent(known -> moved(before, known, policy.rollout().stage()));
      }
    }
  }

  private void moved(RegistrySnapshot before, Recorded<Policy> from, Optional<Stage> to) {
    Optional<Stage> stage = from.resource().rollout().stage();
    if (stage.isEmpty()) {
      return;
    }
    Stage was = stage.get();
    if (to.filter(now -> !now.before().equals(was.before())).isPresent()) {
      broken.add(
          "%s had %s before, and %s later".formatted(from.key(), was.before(), to.get().before()));
    }
    int wave = to.map(Stage::wave).orElse(from.resource().rollout().waves().size() + 2);
    if (was.state() == State.RUNNING && wave > was.wave()) {
      Revision since = before.revision().at(from.provenance().lastSequence());
      for (OriginId cluster : dueFor(before, from.resource(), to.isEmpty() ? to : stage)) {
        if (applied.getOrDefault(cluster, Set.of()).stream()
            .noneMatch(revision -> RevisionCodec.reaches(revision, since))) {
          broken.add(
              "%s went on from %s, and %s has not said that it has what came at %s"
                  .formatted(from.key(), was, cluster, since));
        }
      }
    } else if (wave > Math.max(was.wave(), 1)) {
      broken.add("%s went from %s to %s".formatted(from.key(), was, to));
    }
  }

  /** Who is to have it at a stage; without one all are. */
  private static Set<OriginId> dueFor(RegistrySnapshot held, Policy policy, Optional<Stage> stage) {
    Rollout rollout = policy.rollout();
    Set<OriginId> members =
        new TreeSet<>(
            held.find(policy.mesh())
                .map(found -> found.as(VirtualMesh.class).resource().members())
                .orElse(List.of()));
    stage
        .filter(at -> !rollout.everywhere(at))
        .ifPresent(at -> members.retainAll(rollout.reached(at)));
    return members;
  }
}
