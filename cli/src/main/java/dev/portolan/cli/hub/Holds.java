package dev.portolan.cli.hub;

import dev.portolan.v1.AdminServiceGrpc.AdminServiceBlockingStub;
import dev.portolan.v1.Hold;
import dev.portolan.v1.ListHoldsRequest;
import dev.portolan.v1.RejectHoldRequest;
import dev.portolan.v1.ReleaseHoldRequest;
import dev.portolan.v1.ReleaseHoldResponse;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.function.Function;

/**
 * What one hub holds, and decisions about it.
 *
 * <p>Every method throws {@link dev.portolan.cli.shell.CommandException} when the hub does not
 * answer or refuses.
 */
public final class Holds {
  private final Hub hub;

  Holds(Hub hub) {
    this.hub = hub;
  }

  /** An empty {@code origin} matches every cluster. */
  public List<Hold> list(String origin) {
    return call(
        stub ->
            stub.listHolds(ListHoldsRequest.newBuilder().setOrigin(origin).build()).getHoldsList());
  }

  public ReleaseHoldResponse release(String name) {
    return call(stub -> stub.releaseHold(ReleaseHoldRequest.newBuilder().setName(name).build()));
  }

  public void reject(String name) {
    // Dropped: that it has been done is all that it says.
    var unused =
        call(stub -> stub.rejectHold(RejectHoldRequest.newBuilder().setName(name).build()));
  }

  private <T> T call(Function<AdminServiceBlockingStub, T> call) {
    try {
      return call.apply(hub.admin());
    } catch (StatusRuntimeException e) {
      throw hub.failure(e);
    }
  }
}
