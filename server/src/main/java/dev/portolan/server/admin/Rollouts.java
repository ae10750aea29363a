package dev.portolan.server.admin;

import dev.portolan.registry.Policy;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Rollout;
import dev.portolan.registry.Rollout.Stage;
import dev.portolan.server.control.RegistryEvent;
import dev.portolan.server.control.RegistryLoop;
import dev.portolan.server.rpc.InvalidRequestException;
import dev.portolan.server.rpc.NotFoundException;
import dev.portolan.v1.RuleName;
import dev.portolan.wire.RolloutCodec;
import dev.portolan.wire.RuleCodec;
import dev.portolan.wire.Violations;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** Decisions of people about rollouts. */
final class Rollouts {
  private static final String BY_A_PERSON = "somebody gave it up";

  private final RegistryLoop registry;
  private final InstantSource clock;

  Rollouts(RegistryLoop registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
  }

  /**
   * Lets one go on.
   *
   * @return done when it is durable
   * @throws InvalidRequestException if the name is none of a policy's
   * @throws NotFoundException if there is no rollout of it
   */
  CompletableFuture<dev.portolan.v1.Rollout> resume(RuleName name) {
    return move(
        name, (stage, now) -> stage.state() == Rollout.State.RUNNING ? stage : stage.resumed(now));
  }

  /** Gives one up; as {@link #resume}. */
  CompletableFuture<dev.portolan.v1.Rollout> abort(RuleName name) {
    return move(
        name,
        (stage, now) ->
            stage.state() == Rollout.State.ABORTED ? stage : stage.aborted(BY_A_PERSON, now));
  }

  private CompletableFuture<dev.portolan.v1.Rollout> move(
      RuleName name, BiFunction<Stage, Instant, Stage> decision) {
    PolicyKey key = key(name);
    Rollout rollout =
        registry
            .snapshot()
            .find(key)
            .map(Recorded::resource)
            .map(rule -> ((Policy) rule).rollout())
            .filter(found -> found.stage().isPresent())
            .orElseThrow(() -> none(key));
    Stage from = rollout.stage().orElseThrow(() -> none(key));
    Stage to = decision.apply(from, clock.instant());
    dev.portolan.v1.Rollout answer =
        RolloutCodec.encode(rollout.at(to)).orElseThrow(() -> none(key));
    return to.equals(from)
        ? CompletableFuture.completedFuture(answer)
        : registry
            .submit(new RegistryEvent.MoveRollout(key, from, Optional.of(to)))
            .thenApply(done -> answer);
  }

  private static NotFoundException none(PolicyKey key) {
    return new NotFoundException(
        "there is no rollout of %s '%s': all clusters have it, or it is not there"
            .formatted(key.kind().word(), key.path()));
  }

  private static PolicyKey key(RuleName name) {
    Violations violations = new Violations();
    Optional<ResourceKey> key = RuleCodec.key(name, violations.at("name"));
    if (key.isPresent() && key.get() instanceof PolicyKey policy) {
      return policy;
    }
    if (violations.isEmpty()) {
      violations.at("name").add("kind", "is a virtual mesh's; only policies have rollouts");
    }
    throw InvalidRequestException.of(violations);
  }
}
