package dev.portolan.world;

import dev.portolan.registry.HostKey;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Policy;
import dev.portolan.registry.Rule;
import dev.portolan.registry.TrafficPolicy;
import dev.portolan.registry.VirtualMesh;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What people have written about some clusters: one virtual mesh of all of them, and policies. As
 * it is now, and as it was since all last agreed. Thread-safe.
 */
public final class WrittenRules {
  private final List<List<Rule>> states = new ArrayList<>();
  // As a hub has them, which knows how far clusters have come with them; empty: nobody says.
  private final StoredRules stored = new StoredRules();

  public WrittenRules(List<Rule> now) {
    states.add(List.copyOf(now));
  }

  /** The rules that count. */
  public synchronized List<Rule> now() {
    return states.get(states.size() - 1);
  }

  /** The virtual mesh among them. */
  public VirtualMesh mesh() {
    return meshOf(now());
  }

  /** The rules that count, for a person. */
  public String summary() {
    List<String> policies = new ArrayList<>();
    for (Rule rule : now()) {
      if (rule instanceof Policy policy) {
        policies.add(
            "%s %s of %s".formatted(policy.key().kind(), policy.key().name(), policy.hosts()));
      }
    }
    return "access %s, partition %s, %s".formatted(mesh().access(), mesh().partition(), policies);
  }

  static VirtualMesh meshOf(List<Rule> rules) {
    return rules.stream()
        .filter(VirtualMesh.class::isInstance)
        .map(VirtualMesh.class::cast)
        .findFirst()
        .orElseThrow();
  }

  /** Somebody writes other ones. */
  public synchronized void change(List<Rule> next) {
    states.add(List.copyOf(next));
  }

  /** Everybody knows the rules that are now. */
  public synchronized void settle() {
    List<Rule> now = now();
    states.clear();
    states.add(now);
    stored.settle();
  }

  /**
   * A hub has them so from now on.
   *
   * @param rules with how far clusters have come with each; without a virtual mesh they say nothing
   */
  public synchronized void stored(List<Rule> rules) {
    if (rules.stream().anyMatch(VirtualMesh.class::isInstance)) {
      stored.add(rules);
    }
  }

  /**
   * All that a cluster may still go by, newest first: what a hub had for it where that is known,
   * else whatever was written.
   */
  synchronized List<List<Rule>> possible(OriginId cluster) {
    List<List<Rule>> newestFirst =
        stored.isEmpty() ? oldestFirst() : new ArrayList<>(stored.of(cluster));
    Collections.reverse(newestFirst);
    return newestFirst;
  }

  synchronized List<List<Rule>> oldestFirst() {
    return new ArrayList<>(states);
  }

  /** A host, and whatever else its requests may be sent to. */
  synchronized Set<HostKey> concerned(HostKey host) {
    Set<HostKey> concerned = new TreeSet<>(Set.of(host));
    for (List<Rule> some : states) {
      for (Rule rule : some) {
        if (rule instanceof TrafficPolicy policy
            && policy.hosts().contains(HostSelector.of(host))) {
          concerned.addAll(TrafficWishes.otherHosts(policy));
        }
      }
    }
    return concerned;
  }
}
