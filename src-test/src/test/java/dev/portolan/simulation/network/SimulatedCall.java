package dev.portolan.simulation.network;

import dev.portolan.simulation.network.Connection.Direction;
import dev.portolan.simulation.time.SimulatedThread;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The agent's side of a call. Its listener is called on a thread of its own, in order. */
final class SimulatedCall<Q, A> extends ClientCall<Q, A> implements Connection.Call {
  private final SimulatedChannel channel;
  private final MethodDescriptor<Q, A> method;
  private final SimulatedThread thread;
  private final List<Runnable> untilConnected = new ArrayList<>();
  private @Nullable Listener<A> listener;
  private @Nullable Wire wire;
  private boolean over;

  SimulatedCall(SimulatedChannel channel, MethodDescriptor<Q, A> method) {
    this.channel = channel;
    this.method = method;
    this.thread = channel.agent().thread();
  }

  /** What there is once it is connected. */
  private record Wire(Connection connection, Lane up, Lane down, ServedCall<?, ?> server) {}

  @Override
  public void start(Listener<A> told, Metadata headers) {
    listener = told;
    channel.begin(this);
  }

  void connected(Connection connection) {
    if (over) {
      return;
    }
    Lane up = new Lane(connection, Direction.UP, connection.hub(), () -> tell(Listener::onReady));
    ServedCall<?, ?> server =
        ServedCall.of(connection.handlers().method(method.getFullMethodName()), connection, up);
    Lane down = new Lane(connection, Direction.DOWN, connection.agent(), server::ready);
    server.answersOn(down, this);
    wire = new Wire(connection, up, down, server);
    connection.add(this);
    up.signal(server::begin);
    untilConnected.forEach(Runnable::run);
    untilConnected.clear();
    tell(Listener::onReady);
  }

  private interface Word<A> {
    void to(Listener<A> listener);
  }

  private void tell(Word<A> word) {
    thread.execute(
        () -> {
          if (listener != null) {
            word.to(listener);
          }
        });
  }

  private void onceConnected(Runnable step) {
    if (wire == null) {
      untilConnected.add(step);
    } else if (!over) {
      step.run();
    }
  }

  private Wire wire() {
    if (wire == null) {
      throw new IllegalStateException("not connected");
    }
    return wire;
  }

  @Override
  public void request(int messages) {
    onceConnected(() -> wire().down().request(messages));
  }

  @Override
  public void sendMessage(Q message) {
    byte[] bytes = bytes(method.streamRequest(message));
    onceConnected(
        () -> {
          wire()
              .connection()
              .route()
              .told(tap -> tap.asked(this, method.getBareMethodName(), bytes));
          wire().up().message(bytes.length, () -> heard(bytes));
        });
  }

  private void heard(byte[] bytes) {
    wire()
        .server()
        .message(
            bytes,
            () ->
                wire()
                    .connection()
                    .route()
                    .told(tap -> tap.heard(this, method.getBareMethodName(), bytes)));
  }

  @Override
  public void halfClose() {
    onceConnected(() -> wire().up().signal(wire().server()::halfClose));
  }

  @Override
  public boolean isReady() {
    return !over && wire != null && wire.up().isReady();
  }

  @Override
  public void cancel(@Nullable String message, @Nullable Throwable cause) {
    if (!over) {
      onceConnected(() -> wire().up().signal(wire().server()::cancel));
      end(Status.CANCELLED.withDescription(message), new Metadata());
    }
  }

  @Override
  public void brokenForAgent(String why) {
    end(Status.UNAVAILABLE.withDescription(why), new Metadata());
  }

  @Override
  public void brokenForHub() {
    wire().up().close();
    wire().server().cancel();
  }

  /** The hub says this; it may never arrive. */
  void said(byte[] bytes) {
    wire().connection().route().told(tap -> tap.answered(this, method.getBareMethodName(), bytes));
  }

  /** The hub said this. */
  void message(byte[] bytes) {
    wire().connection().route().told(tap -> tap.arrived(this, method.getBareMethodName(), bytes));
    tell(told -> told.onMessage(method.parseResponse(new ByteArrayInputStream(bytes))));
  }

  /** The hub has ended the call. */
  void end(Status status, Metadata trailers) {
    if (!over) {
      over = true;
      if (wire != null) {
        wire.down().close();
      }
      tell(told -> told.onClose(status, trailers));
    }
  }

  static byte[] bytes(InputStream message) {
    try (message) {
      return message.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
