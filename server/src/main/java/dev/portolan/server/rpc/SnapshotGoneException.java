package dev.portolan.server.rpc;

import dev.portolan.registry.Revision;

/** A reader came back for a snapshot that is no longer kept. */
public final class SnapshotGoneException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public SnapshotGoneException(Revision revision) {
    super("the snapshot at " + revision + " is gone; start again without a page token");
  }
}
