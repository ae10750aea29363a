package dev.portolan.server.push.engine;

import dev.portolan.server.push.engine.view.Variant;

/**
 * Which face a stream is opened on.
 *
 * @param only the one type that it may speak of; empty on aggregated streams
 */
public record StreamKind(Variant variant, String only) {

  /** Whether a request about this type may come on it. */
  boolean allows(String typeUrl) {
    return only.isEmpty() || only.equals(typeUrl);
  }
}
