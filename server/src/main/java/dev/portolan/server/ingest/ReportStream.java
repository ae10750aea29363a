package dev.portolan.server.ingest;

import dev.portolan.v1.ReportRequest;
import dev.portolan.v1.ReportResponse;
import io.grpc.Attributes;
import io.grpc.SynchronizationContext;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/**
 * The gRPC side of one report stream: brings everything that happens to it (requests, the end of
 * the call, room for responses, heartbeats, durable writes) into one order and asks for a request
 * only when the session has room for it and the peer takes responses. Holds at most one request
 * that the session has not seen.
 */
final class ReportStream implements StreamObserver<ReportRequest> {
  private final ServerCallStreamObserver<ReportResponse> call;
  private final ReportSession session;
  private final SynchronizationContext context;
  private final Runnable stopPulse;
  // Confined to the context:
  private boolean requested;
  private boolean over;

  private ReportStream(
      ServerCallStreamObserver<ReportResponse> call, ReportHub hub, Attributes transport) {
    this.call = call;
    this.session = new ReportSession(hub, this, transport);
    this.context = new SynchronizationContext((thread, bug) -> session.end(bug));
    this.stopPulse = hub.pulse().every(hub.limits().heartbeatInterval(), () -> run(session::tick));
  }

  /** Starts to serve a call; to be called while the call starts. */
  static ReportStream open(
      ServerCallStreamObserver<ReportResponse> call, ReportHub hub, Attributes transport) {
    ReportStream stream = new ReportStream(call, hub, transport);
    call.disableAutoRequest();
    call.setOnReadyHandler(() -> stream.run(() -> {}));
    call.setOnCancelHandler(() -> stream.run(stream.session::broken));
    stream.run(() -> {});
    return stream;
  }

  @Override
  public void onNext(ReportRequest request) {
    run(
        () -> {
          requested = false;
          session.received(request);
        });
  }

  @Override
  public void onError(Throwable cause) {
    run(session::broken);
  }

  @Override
  public void onCompleted() {
    run(session::finished);
  }

  /** Runs a step of the session in the stream's order, then asks for a request if there is room. */
  void run(Runnable step) {
    context.execute(
        () -> {
          if (!over) {
            step.run();
            pull();
          }
        });
  }

  /** Whether the peer takes responses without piling them up. In the context only. */
  boolean ready() {
    return call.isReady();
  }

  /** Sends a response. In the context only. */
  void send(ReportResponse response) {
    context.throwIfNotInThisSynchronizationContext();
    call.onNext(response);
  }

  /** Ends the call because of a failure. In the context only. */
  void fail(Throwable failure) {
    stop();
    call.onError(failure);
  }

  /** Ends the call in good order. In the context only. */
  void complete() {
    stop();
    call.onCompleted();
  }

  /** Nothing is sent or taken any more. In the context only. */
  void stop() {
    context.throwIfNotInThisSynchronizationContext();
    over = true;
    stopPulse.run();
  }

  private void pull() {
    if (!over && !requested && call.isReady() && session.hasRoom()) {
      requested = true;
      call.request(1);
    }
  }
}
