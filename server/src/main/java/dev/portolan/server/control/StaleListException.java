package dev.portolan.server.control;

import dev.portolan.registry.OriginId;

/** A list came late, on an earlier stream: its process has reported more since. */
public final class StaleListException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StaleListException(OriginId origin, long lastBatch, long known) {
    super(
        "the list of %s ends with batch %d, and batch %d was reported since: nothing is withdrawn"
            .formatted(origin, lastBatch, known));
  }
}
