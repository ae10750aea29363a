package dev.portolan.server.control;

import dev.portolan.registry.Liveness;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.Resource;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Rollout;
import dev.portolan.registry.Rule;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Something that asks the registry to change. Already validated, in records; immutable. */
public sealed interface RegistryEvent
    permits RegistrationEvent,
        RegistryEvent.Batch,
        RegistryEvent.BeginEpoch,
        RegistryEvent.ChangeRules,
        RegistryEvent.Complete,
        RegistryEvent.Judge,
        RegistryEvent.MoveRollout,
        RegistryEvent.RejectHold,
        RegistryEvent.ReleaseHold,
        RegistryEvent.ReplaceRules {

  /** One change of an origin's own records, in the order in which it was reported. */
  sealed interface Change {
    /** Replaces the record under its key. */
    record Put(Resource resource) implements Change {}

    /** Removes the record; removing a service removes its slices. Unknown: no effect. */
    record Remove(ResourceKey key) implements Change {}
  }

  /**
   * A numbered batch of one origin. A batch at or below the origin's progress for the same
   * incarnation is acknowledged again and changes nothing.
   */
  record Batch(OriginId origin, long incarnation, long number, List<Change> changes)
      implements RegistryEvent {
    public Batch {
      changes = List.copyOf(changes);
    }
  }

  /**
   * The origin's list is complete: its services and slices that are not in {@code listed} go. A
   * list that is older than what the incarnation has reported since says nothing about that, and is
   * refused ({@link StaleListException}).
   *
   * @param lastBatch the last batch that the incarnation had sent when the list was complete
   * @param listed keys of services and slices that the stream has listed
   */
  record Complete(OriginId origin, long incarnation, long lastBatch, Set<ResourceKey> listed)
      implements RegistryEvent {
    public Complete {
      listed = Set.copyOf(listed);
    }

    /** A list after which the incarnation has sent nothing. */
    public Complete(OriginId origin, long incarnation, Set<ResourceKey> listed) {
      this(origin, incarnation, Long.MAX_VALUE, listed);
    }
  }

  /**
   * Writes of an epoch are lost, so the same records go on in another one. What origins have
   * reported counts as before, but no report as complete: nothing is absent until it is listed
   * anew. No effect when the registry is not in that epoch any more.
   *
   * @param lost the epoch that ends
   * @param next the epoch that begins
   */
  record BeginEpoch(String lost, String next) implements RegistryEvent {}

  /**
   * The hub's judgement on an origin's life. No effect on an origin that the registry does not
   * know.
   *
   * @param liveness what there is against it; empty when it is live
   */
  record Judge(OriginId origin, Optional<Liveness> liveness) implements RegistryEvent {}

  /**
   * Takes away what is held under a name ({@link dev.portolan.registry.Hold#name}). Fails with
   * {@link NoSuchHoldException} when nothing is.
   */
  record ReleaseHold(String name) implements RegistryEvent {}

  /** Keeps what is held under a name until somebody releases it; fails as {@link ReleaseHold}. */
  record RejectHold(String name) implements RegistryEvent {}

  /**
   * Some rules, all of them or none. Fails with {@link NoSuchRuleException} or {@link
   * RuleChangedException}.
   */
  record ChangeRules(List<RuleChange> changes) implements RegistryEvent {
    public ChangeRules {
      changes = List.copyOf(changes);
    }
  }

  /**
   * A policy's rollout comes to another place. Fails with {@link RuleChangedException} when it is
   * not where it was when this was decided.
   *
   * @param from where it is
   * @param to where it is to be; empty: all clusters have the policy, and it is over
   */
  record MoveRollout(PolicyKey key, Rollout.Stage from, Optional<Rollout.Stage> to)
      implements RegistryEvent {}

  /** The rules as configured; replaces all of them. */
  record ReplaceRules(List<Rule> rules) implements RegistryEvent {
    public ReplaceRules {
      rules = List.copyOf(rules);
    }
  }
}
