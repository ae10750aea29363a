package dev.portolan.simulation.network;

import dev.portolan.simulation.time.SimulatedThread;
import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import org.jspecify.annotations.Nullable;

/** The hub's side of a call: gRPC's real handler, called on a thread of its own, in order. */
final class ServedCall<Q, A> extends ServerCall<Q, A> {
  private final ServerMethodDefinition<Q, A> method;
  private final SimulatedThread thread;
  private final Lane up;
  private @Nullable Lane down;
  private @Nullable SimulatedCall<?, ?> client;
  private @Nullable Listener<Q> listener;
  private boolean cancelled;
  private boolean closed;

  private ServedCall(ServerMethodDefinition<Q, A> method, Connection connection, Lane up) {
    this.method = method;
    this.up = up;
    this.thread = connection.hub().thread();
  }

  static <Q, A> ServedCall<Q, A> of(
      ServerMethodDefinition<Q, A> method, Connection connection, Lane up) {
    return new ServedCall<>(method, connection, up);
  }

  void answersOn(Lane lane, SimulatedCall<?, ?> caller) {
    down = lane;
    client = caller;
  }

  void begin() {
    thread.execute(() -> listener = method.getServerCallHandler().startCall(this, new Metadata()));
    tell(Listener::onReady);
  }

  private interface Word<Q> {
    void to(Listener<Q> listener);
  }

  private void tell(Word<Q> word) {
    thread.execute(
        () -> {
          if (listener != null) {
            word.to(listener);
          }
        });
  }

  void ready() {
    tell(Listener::onReady);
  }

  /**
   * A message arrives.
   *
   * @param heard told when the hub has it in its hands; a call that is over by then drops it
   */
  void message(byte[] bytes, Runnable heard) {
    Q message = method.getMethodDescriptor().parseRequest(new ByteArrayInputStream(bytes));
    tell(
        told -> {
          if (!cancelled && !closed) {
            heard.run();
            told.onMessage(message);
          }
        });
  }

  void halfClose() {
    tell(
        told -> {
          if (!cancelled) {
            told.onHalfClose();
          }
        });
  }

  /** The agent has ended the call, or its connection is gone. */
  void cancel() {
    if (!cancelled && !closed) {
      cancelled = true;
      tell(Listener::onCancel);
    }
  }

  @Override
  public void request(int messages) {
    up.request(messages);
  }

  @Override
  public void sendHeaders(Metadata headers) {
    // They say nothing.
  }

  @Override
  public void sendMessage(A message) {
    if (!cancelled && !closed && down != null && client != null) {
      byte[] bytes = SimulatedCall.bytes(method.getMethodDescriptor().streamResponse(message));
      SimulatedCall<?, ?> caller = client;
      caller.said(bytes);
      down.message(bytes.length, () -> caller.message(bytes));
    }
  }

  @Override
  public boolean isReady() {
    return !cancelled && !closed && down != null && down.isReady();
  }

  @Override
  public void close(Status status, Metadata trailers) {
    if (!cancelled && !closed && down != null && client != null) {
      closed = true;
      SimulatedCall<?, ?> caller = client;
      down.signal(() -> caller.end(status, trailers));
      up.close();
      tell(Listener::onComplete);
    }
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public Attributes getAttributes() {
    return Attributes.EMPTY;
  }

  @Override
  public MethodDescriptor<Q, A> getMethodDescriptor() {
    return method.getMethodDescriptor();
  }
}
