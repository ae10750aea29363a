package dev.portolan.server.admin;

import dev.portolan.server.rpc.DecisionNeeded;

/** The hub reads its rules from files: what is changed elsewhere would not last. */
final class RulesFixedException extends RuntimeException implements DecisionNeeded {
  private static final long serialVersionUID = 1;

  RulesFixedException(String place) {
    super(
        "the hub reads its rules from %s; change them there, or start it without --rules"
            .formatted(place));
  }

  @Override
  public String reason() {
    return "RULES_FROM_FILES";
  }

  @Override
  public boolean denied() {
    return false;
  }
}
