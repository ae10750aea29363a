package dev.portolan.cli.hub;

import dev.portolan.v1.AdminServiceGrpc.AdminServiceBlockingStub;
import dev.portolan.v1.BindClusterRequest;
import dev.portolan.v1.ReleaseClusterRequest;
import io.grpc.StatusRuntimeException;
import java.util.function.Consumer;

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
    call(
        stub -> {
          var unused =
              stub.releaseCluster(ReleaseClusterRequest.newBuilder().setOrigin(origin).build());
        });
  }

  /** Says which cluster it is. */
  public void bind(String origin, String uid) {
    call(
        stub -> {
          var unused =
              stub.bindCluster(
                  BindClusterRequest.newBuilder().setOrigin(origin).setUid(uid).build());
        });
  }

  private void call(Consumer<AdminServiceBlockingStub> call) {
    try {
      call.accept(hub.admin());
    } catch (StatusRuntimeException e) {
      throw hub.failure(e);
    }
  }
}
