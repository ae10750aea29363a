package dev.portolan.cli.hub;

import dev.portolan.v1.BindClusterRequest;
import dev.portolan.v1.ReleaseClusterRequest;

/**
 * Decisions about who reports for a cluster.
 *
 * <p>Every method throws {@link dev.portolan.cli.shell.CommandException} when the hub does not
 * answer or refuses.
 */
public final class Reporters {
  private final Hub hub;

  Reporters(Hub hub) {
    this.hub = hub;
  }

  /** Lets an agent report again. */
  public void release(String origin) {
    // Dropped, as below: that it has been done is all that it says.
    var unused =
        hub.admin(
            stub ->
                stub.releaseCluster(ReleaseClusterRequest.newBuilder().setOrigin(origin).build()));
  }

  /** Says which cluster it is. */
  public void bind(String origin, String uid) {
    var unused =
        hub.admin(
            stub ->
                stub.bindCluster(
                    BindClusterRequest.newBuilder().setOrigin(origin).setUid(uid).build()));
  }
}
