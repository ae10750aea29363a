package dev.portolan.server.control;

import dev.portolan.registry.ResourceKey;

/** A rule that was to be deleted is not there. */
public final class NoSuchRuleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NoSuchRuleException(ResourceKey key) {
    super("there is no %s '%s'".formatted(key.kind().word(), key.path()));
  }
}
