package dev.portolan.server.push.engine.face;

import dev.portolan.server.push.engine.DeltaRequest;
import dev.portolan.server.push.engine.Outlet;
import dev.portolan.server.push.engine.PushEngine;
import dev.portolan.server.push.engine.StreamMailbox;
import dev.portolan.server.push.engine.Subscriber;
import dev.portolan.server.push.engine.ViewSource;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call: turns gRPC's callbacks into words for the stream's mailbox, and the stream's bytes into
 * messages. Callbacks come one at a time from gRPC; the outlet is used by the stream's thread
 * alone.
 */
final class DeltaCall extends ServerCall.Listener<DeltaDiscoveryRequest> implements Outlet {
  private final ServerCall<DeltaDiscoveryRequest, byte[]> call;
  private final PushEngine engine;
  private final ViewSource views;
  private final Gate gate;
  private final NackReader nacks;
  // Both belong to gRPC's callbacks.
  private @Nullable Subscriber subscriber;
  private @Nullable StreamMailbox mailbox;
  private boolean refused;
  // Belongs to the stream's thread.
  private boolean ended;

  DeltaCall(
      ServerCall<DeltaDiscoveryRequest, byte[]> call,
      PushEngine engine,
      ViewSource views,
      Gate gate,
      NackReader nacks) {
    this.call = call;
    this.engine = engine;
    this.views = views;
    this.gate = gate;
    this.nacks = nacks;
  }

  DeltaCall begin() {
    call.sendHeaders(new Metadata());
    call.request(1);
    return this;
  }

  @Override
  public void onMessage(DeltaDiscoveryRequest message) {
    try {
      if (mailbox == null) {
        open(message);
      }
    } catch (Gate.RefusedException e) {
      refused = true;
      Status status = e.known() ? Status.PERMISSION_DENIED : Status.UNAUTHENTICATED;
      call.close(status.withDescription(e.getMessage()), new Metadata());
      return;
    }
    if (mailbox != null) {
      mailbox.request(read(message));
    }
  }

  // xDS sends the node with the first message only: who it is stays so for the whole stream.
  private void open(DeltaDiscoveryRequest first) {
    Subscriber admitted = gate.admit(call.getAttributes(), first.getNode());
    StreamMailbox opened = engine.open(admitted, this);
    subscriber = admitted;
    mailbox = opened;
    views.attach(admitted.id(), opened);
  }

  private DeltaRequest read(DeltaDiscoveryRequest message) {
    return new DeltaRequest(
        message.getTypeUrl(),
        message.getResourceNamesSubscribeList(),
        message.getResourceNamesUnsubscribeList(),
        message.getInitialResourceVersionsMap(),
        message.getResponseNonce(),
        message.hasErrorDetail()
            ? Optional.of(nacks.read(message.getErrorDetail()))
            : Optional.empty());
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
    if (mailbox != null && subscriber != null) {
      mailbox.close();
      views.detach(subscriber.id(), mailbox);
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
