package dev.portolan.server.push.engine.face;

import dev.portolan.server.push.engine.Admission;
import dev.portolan.server.push.engine.Outlet;
import dev.portolan.server.push.engine.StreamMailbox;
import dev.portolan.server.push.engine.Subscriber;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call: turns gRPC's callbacks into words for the stream's mailbox, and the stream's bytes into
 * messages. Callbacks come one at a time from gRPC; the outlet is used by the stream's thread
 * alone.
 *
 * @param <Q> the request of the variant
 */
final class DiscoveryCall<Q> extends ServerCall.Listener<Q> implements Outlet {
  private static final Logger LOG = LoggerFactory.getLogger(DiscoveryCall.class);

  private final ServerCall<Q, byte[]> call;
  private final Dialect<Q> dialect;
  private final Doors doors;
  // All five belong to gRPC's callbacks.
  private Admission.@Nullable Entry entry;
  private @Nullable Subscriber subscriber;
  private @Nullable StreamMailbox mailbox;
  private String nodeId = "";
  private boolean refused;
  // Belongs to the stream's thread.
  private boolean ended;

  DiscoveryCall(ServerCall<Q, byte[]> call, Dialect<Q> dialect, Doors doors) {
    this.call = call;
    this.dialect = dialect;
    this.doors = doors;
  }

  DiscoveryCall<Q> begin() {
    try {
      // Before anything is read: what a stream says first can be large.
      entry = doors.engine().admission().enter(() -> call.request(1));
      call.sendHeaders(new Metadata());
    } catch (Admission.OverloadedException e) {
      refused = true;
      end(Ending.OVERLOADED, e.getMessage() + "; retry later");
    }
    return this;
  }

  @Override
  public void onMessage(Q message) {
    try {
      if (mailbox == null && entry != null) {
        open(message, entry);
      } else {
        compareNode(message);
      }
    } catch (Gate.RefusedException e) {
      refused = true;
      leave();
      Status status = e.known() ? Status.PERMISSION_DENIED : Status.UNAUTHENTICATED;
      call.close(status.withDescription(e.getMessage()), new Metadata());
      return;
    } catch (Gate.EpochEndsException e) {
      refused = true;
      leave();
      end(Ending.EPOCH_ENDS, String.valueOf(e.getMessage()));
      return;
    }
    if (mailbox != null && mailbox.request(dialect.read(message, doors.nacks()))) {
      // On the transport's own thread this costs next to nothing.
      call.request(1);
    }
  }

  // xDS sends the node with the first message only: who it is stays so for the whole stream.
  private void open(Q first, Admission.Entry admission) {
    Subscriber admitted = doors.gate().admit(call.getAttributes(), dialect.node(first));
    StreamMailbox opened = doors.engine().open(admitted, dialect.kind(), this, admission);
    nodeId = dialect.node(first).getId();
    subscriber = admitted;
    mailbox = opened;
    doors.views().attach(admitted.id(), opened);
  }

  private void compareNode(Q later) {
    String id = dialect.node(later).getId();
    if (!id.isEmpty() && !id.equals(nodeId)) {
      LOG.warn("A stream of node {} now calls itself {}; it is served as before", nodeId, id);
      nodeId = id;
    }
  }

  @Override
  public void onReady() {
    if (mailbox != null) {
      mailbox.wake();
    }
  }

  @Override
  public void onHalfClose() {
    if (mailbox != null) {
      mailbox.halfClose();
    } else if (!refused) {
      leave();
      call.close(Status.OK, new Metadata());
    }
  }

  @Override
  public void onCancel() {
    over();
  }

  @Override
  public void onComplete() {
    over();
  }

  private void over() {
    leave();
    if (mailbox != null && subscriber != null) {
      mailbox.close();
      doors.views().detach(subscriber.id(), mailbox);
    }
  }

  private void leave() {
    if (entry != null) {
      entry.leave();
    }
  }

  @Override
  public boolean ready() {
    return call.isReady();
  }

  @Override
  public void send(byte[] response) {
    call.sendMessage(response);
  }

  @Override
  public void requestNext() {
    call.request(1);
  }

  @Override
  public void end(Ending ending, String message) {
    if (!ended) {
      ended = true;
      Endings.close(call, ending, message);
    }
  }
}
