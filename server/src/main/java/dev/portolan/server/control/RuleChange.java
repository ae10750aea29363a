package dev.portolan.server.control;

import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Rule;
import java.util.Optional;

/**
 * What is to become of one rule.
 *
 * @param rule as it is to be; empty: it is not to be there
 * @param etag of the rule that this was decided about ({@link #etag}); empty: whatever is there
 */
public record RuleChange(ResourceKey key, Optional<Rule> rule, String etag) {

  public static RuleChange put(Rule rule, String etag) {
    return new RuleChange(rule.key(), Optional.of(rule), etag);
  }

  public static RuleChange delete(ResourceKey key, String etag) {
    return new RuleChange(key, Optional.empty(), etag);
  }

  /** Another text for each version of a rule, within an epoch of the store. */
  public static String etag(Recorded<?> rule) {
    return Long.toHexString(rule.provenance().lastSequence());
  }

  /**
   * Whether the change can be made.
   *
   * @throws NoSuchRuleException if what is to be deleted is not there
   * @throws RuleChangedException if another one is there than was decided about
   */
  public void require(RegistrySnapshot snapshot) {
    Optional<? extends Recorded<?>> there = snapshot.find(key);
    if (rule.isEmpty() && there.isEmpty()) {
      throw new NoSuchRuleException(key);
    }
    if (!etag.isEmpty() && there.map(RuleChange::etag).filter(etag::equals).isEmpty()) {
      throw new RuleChangedException(key);
    }
  }
}
