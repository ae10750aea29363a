package dev.portolan.server.ingest;

import dev.portolan.registry.OriginId;
import dev.portolan.server.rpc.DecisionNeeded;

/** Several processes report for this origin in turn, so none may until somebody decides. */
public final class ContendedException extends RuntimeException implements DecisionNeeded {
  private static final long serialVersionUID = 1;

  ContendedException(OriginId origin) {
    super(
        "several agents report as %s and take the stream from each other, so none may report until only one is left; stop the others, or decide with 'portolan cluster release %s'"
            .formatted(origin, origin));
  }

  @Override
  public String reason() {
    return "AGENTS_CONTEND";
  }

  @Override
  public boolean denied() {
    return false;
  }
}
