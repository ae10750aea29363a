package dev.portolan.server.admin;

import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Revision;
import dev.portolan.registry.Rule;
import dev.portolan.server.control.RegistryEvent;
import dev.portolan.server.control.RegistryLoop;
import dev.portolan.server.control.RuleChange;
import dev.portolan.server.rpc.InvalidRequestException;
import dev.portolan.v1.ChangeRulesRequest;
import dev.portolan.v1.ChangeRulesResponse;
import dev.portolan.v1.RuleOutcome;
import dev.portolan.wire.RevisionCodec;
import dev.portolan.wire.RuleCodec;
import dev.portolan.wire.Violations;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Changes rules as a request asks: all of it is checked, then made in one revision. */
final class RuleChanges {
  private static final int MAX = 1000;

  private final RegistryLoop registry;
  private final Optional<String> files;

  /**
   * Changes of a registry's rules.
   *
   * @param files where the hub reads its rules, if it does: then nothing can be changed here
   */
  RuleChanges(RegistryLoop registry, Optional<String> files) {
    this.registry = registry;
    this.files = files;
  }

  /**
   * Makes the changes; what is wrong with the request itself is thrown at once.
   *
   * @return done when they are durable
   * @throws InvalidRequestException that names every field at fault
   * @throws RulesFixedException if the hub reads its rules from files
   */
  CompletableFuture<ChangeRulesResponse> change(ChangeRulesRequest request) {
    List<RuleChange> changes = decoded(request.getChangesList());
    files.ifPresent(
        place -> {
          throw new RulesFixedException(place);
        });
    RegistrySnapshot before = registry.snapshot();
    changes.forEach(change -> change.require(before));
    List<RuleOutcome> outcomes = changes.stream().map(change -> outcome(before, change)).toList();
    return request.getValidateOnly()
        ? CompletableFuture.completedFuture(response(outcomes, before.revision()))
        : registry
            .submit(new RegistryEvent.ChangeRules(changes))
            .thenApply(done -> response(outcomes, done.revision()));
  }

  private static ChangeRulesResponse response(List<RuleOutcome> outcomes, Revision revision) {
    return ChangeRulesResponse.newBuilder()
        .addAllOutcomes(outcomes)
        .setRevision(RevisionCodec.encode(revision))
        .build();
  }

  private static RuleOutcome outcome(RegistrySnapshot before, RuleChange change) {
    Optional<? extends Recorded<?>> there = before.find(change.key());
    if (change.rule().isEmpty()) {
      return RuleOutcome.RULE_OUTCOME_DELETED;
    }
    if (there.isEmpty()) {
      return RuleOutcome.RULE_OUTCOME_CREATED;
    }
    return there.get().as(Rule.class).resource().asWritten().equals(change.rule().get())
        ? RuleOutcome.RULE_OUTCOME_UNCHANGED
        : RuleOutcome.RULE_OUTCOME_REPLACED;
  }

  /**
   * Changes as they are asked for.
   *
   * @throws InvalidRequestException that names every field at fault
   */
  static List<RuleChange> decoded(List<dev.portolan.v1.RuleChange> messages) {
    int count = messages.size();
    if (count < 1 || count > MAX) {
      throw new InvalidRequestException(
          "changes", "has %d elements; 1 to %d are allowed".formatted(count, MAX));
    }
    Violations violations = new Violations();
    List<RuleChange> changes = new ArrayList<>();
    Set<ResourceKey> keys = new HashSet<>();
    for (int i = 0; i < count; i++) {
      Violations at = violations.at("changes", i);
      Optional<RuleChange> change = decoded(messages.get(i), at);
      change.filter(each -> !keys.add(each.key())).ifPresent(each -> at.add("repeats a rule"));
      change.ifPresent(changes::add);
    }
    if (!violations.isEmpty()) {
      throw InvalidRequestException.of(violations);
    }
    return changes;
  }

  private static Optional<RuleChange> decoded(dev.portolan.v1.RuleChange message, Violations at) {
    return switch (message.getChangeCase()) {
      case PUT ->
          RuleCodec.decode(message.getPut(), at.at("put"))
              .map(rule -> RuleChange.put(rule, message.getEtag()));
      case DELETE ->
          RuleCodec.key(message.getDelete(), at.at("delete"))
              .map(key -> RuleChange.delete(key, message.getEtag()));
      case CHANGE_NOT_SET -> {
        at.add("says neither put nor delete");
        yield Optional.empty();
      }
    };
  }
}
