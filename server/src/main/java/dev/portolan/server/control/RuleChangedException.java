package dev.portolan.server.control;

import dev.portolan.registry.ResourceKey;

/** A rule is not the one any more that was to be replaced or deleted. */
public final class RuleChangedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RuleChangedException(ResourceKey key) {
    super(
        "%s '%s' has been changed since it was read; read it again, and decide again"
            .formatted(key.kind().word(), key.path()));
  }
}
