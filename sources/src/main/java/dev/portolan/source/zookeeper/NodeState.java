package dev.portolan.source.zookeeper;

import dev.portolan.source.mapping.Instance;
import java.util.Optional;

/**
 * What is known of one node.
 *
 * @param instance that it described when it was last understood
 * @param problem why it is not understood now
 * @param denied it may not be read: that is the problem
 * @param kept it is not there any more, and that is not believed yet
 */
record NodeState(
    Optional<Instance> instance, Optional<String> problem, boolean denied, boolean kept) {
  static final NodeState UNKNOWN = new NodeState(Optional.empty(), Optional.empty(), false, false);

  static NodeState of(Instance instance) {
    return new NodeState(Optional.of(instance), Optional.empty(), false, false);
  }

  NodeState unreadable(String reason) {
    return new NodeState(instance, Optional.of(reason), false, false);
  }

  NodeState denied(String reason) {
    return new NodeState(instance, Optional.of(reason), true, false);
  }

  NodeState there() {
    return kept ? new NodeState(instance, problem, denied, false) : this;
  }

  NodeState absent() {
    return kept ? this : new NodeState(instance, problem, denied, true);
  }

  /** It is there, and nobody knows what it says. */
  boolean neverShown() {
    return denied && instance.isEmpty();
  }
}
