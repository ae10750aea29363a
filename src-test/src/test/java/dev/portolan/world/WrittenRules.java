package dev.portolan.world;

import dev.portolan.registry.Rule;
import dev.portolan.registry.VirtualMesh;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What people have written about some clusters: one virtual mesh of all of them, and policies. As
 * it is now, and as it was since all last agreed. Thread-safe.
 */
public final class WrittenRules {
  private final List<List<Rule>> states = new ArrayList<>();

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
  }

  /** All that somebody may still go by, newest first. */
  public synchronized List<List<Rule>> possible() {
    List<List<Rule>> newestFirst = new ArrayList<>(states);
    Collections.reverse(newestFirst);
    return newestFirst;
  }
}
