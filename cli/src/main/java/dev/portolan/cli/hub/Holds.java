package dev.portolan.cli.hub;

import dev.portolan.v1.Hold;
import dev.portolan.v1.ListHoldsRequest;
import dev.portolan.v1.RejectHoldRequest;
import dev.portolan.v1.ReleaseHoldRequest;
import dev.portolan.v1.ReleaseHoldResponse;
import java.util.List;

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
    return hub.admin(
        stub ->
            stub.listHolds(ListHoldsRequest.newBuilder().setOrigin(origin).build()).getHoldsList());
  }

  public ReleaseHoldResponse release(String name) {
    return hub.admin(
        stub -> stub.releaseHold(ReleaseHoldRequest.newBuilder().setName(name).build()));
  }

  public void reject(String name) {
    // Dropped: that it has been done is all that it says.
    var unused =
        hub.admin(stub -> stub.rejectHold(RejectHoldRequest.newBuilder().setName(name).build()));
  }
}
