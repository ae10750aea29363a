package dev.portolan.server;

import dev.portolan.registry.OriginId;
import dev.portolan.server.admin.Reporters;
import dev.portolan.server.ingest.AgentDirectory;

/** Brings what {@code admin} is told to {@code ingest}. */
record DirectoryReporters(AgentDirectory directory) implements Reporters {

  @Override
  public boolean release(OriginId origin) {
    return directory.rivals().release(origin);
  }

  @Override
  public void bind(OriginId origin, String uid) {
    directory.bindings().bind(origin, uid);
  }
}
