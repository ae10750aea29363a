package dev.portolan.agent.uplink;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.ResourceKey;
import dev.portolan.v1.ItemRejection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Items that are not in the registry as they should be: refused by the hub, or too large to be
 * sent. Each stays noted until the item changes or is accepted. Confined to the uplink's loop.
 */
final class RefusedItems {
  private record Refused(Optional<Recorded<?>> record, Finding finding) {}

  private final Map<ResourceKey, Refused> refused = new HashMap<>();

  void rejected(Change change, ItemRejection rejection) {
    String reasons =
        rejection.getViolationsList().stream()
            .map(violation -> violation.getField() + " " + violation.getDescription())
            .collect(Collectors.joining("; "));
    note(
        change,
        FindingCode.ITEM_REJECTED,
        "The hub refused it: %s. What it held before stays in force; correct it at its source."
            .formatted(reasons));
  }

  void tooLarge(Change change, int bytes, int limit) {
    note(
        change,
        FindingCode.ITEM_TOO_LARGE,
        ("It takes %d bytes, a request at most %d, so it is not sent. What the hub held before stays in"
                + " force, and after a reconnect nothing is withdrawn until this is made smaller.")
            .formatted(bytes, limit));
  }

  private void note(Change change, FindingCode code, String message) {
    refused.put(
        change.key(), new Refused(change.record(), new Finding(code, change.subject(), message)));
  }

  void accepted(ResourceKey key) {
    refused.remove(key);
  }

  /** Forgets items that have changed; what an incomplete state does not list has not. */
  void retainUnchanged(LocalState state) {
    refused
        .entrySet()
        .removeIf(
            entry -> {
              Optional<? extends Recorded<?>> now = state.records().find(entry.getKey());
              boolean unknown = now.isEmpty() && !state.complete();
              return !unknown && !now.equals(entry.getValue().record());
            });
  }

  /** Some item that exists could not even be named to the hub. */
  boolean anyTooLarge() {
    return refused.values().stream()
        .anyMatch(item -> item.finding().code() == FindingCode.ITEM_TOO_LARGE);
  }

  SortedSet<Finding> findings() {
    return refused.values().stream()
        .map(Refused::finding)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
