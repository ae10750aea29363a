package dev.portolan.it.chain;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One agent's way to the hub, where messages can be held and streams broken. What is held arrives
 * late, in order. Thread-safe.
 */
final class Wire implements ClientInterceptor {
  private final Executor executor;
  private final List<Stream<?, ?>> streams = new ArrayList<>();
  private boolean held;
  private int untilBreak = -1;

  Wire(Executor executor) {
    this.executor = executor;
  }

  /** From now on nothing arrives at the agent. */
  synchronized void hold() {
    held = true;
  }

  /** Everything that was held arrives, and then the rest. */
  void release() {
    List<Stream<?, ?>> waiting;
    synchronized (this) {
      held = false;
      waiting = List.copyOf(streams);
    }
    waiting.forEach(Stream::drain);
  }

  /** The stream that brings this message breaks before it arrives; 0 breaks all at once. */
  void breakAfter(int messages) {
    List<Stream<?, ?>> broken;
    synchronized (this) {
      untilBreak = messages;
      broken = messages == 0 ? List.copyOf(streams) : List.of();
    }
    broken.forEach(Stream::breakOff);
  }

  /** What is open, for people. */
  synchronized List<String> open() {
    return streams.stream().map(stream -> stream.method).toList();
  }

  private synchronized boolean breaksNow() {
    return untilBreak > 0 && --untilBreak == 0;
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    return new Stream<>(String.valueOf(method.getBareMethodName()), next.newCall(method, options));
  }

  /** One call whose events wait in line. */
  private final class Stream<Q, R> extends SimpleForwardingClientCall<Q, R> {
    private final String method;
    private final Queue<Runnable> events = new ArrayDeque<>();
    private boolean draining;

    private Stream(String method, ClientCall<Q, R> call) {
      super(call);
      this.method = method;
    }

    @Override
    public void start(Listener<R> listener, Metadata headers) {
      synchronized (Wire.this) {
        streams.add(this);
      }
      super.start(
          new Listener<>() {
            @Override
            public void onHeaders(Metadata received) {
              later(() -> listener.onHeaders(received));
            }

            @Override
            public void onMessage(R message) {
              if (breaksNow()) {
                breakOff();
              } else {
                later(() -> listener.onMessage(message));
              }
            }

            @Override
            public void onClose(Status status, Metadata trailers) {
              synchronized (Wire.this) {
                streams.remove(Stream.this);
              }
              later(() -> listener.onClose(status, trailers));
              drain();
            }

            @Override
            public void onReady() {
              later(listener::onReady);
            }
          },
          headers);
    }

    private void breakOff() {
      cancel("broken by the test", null);
    }

    private void later(Runnable event) {
      synchronized (events) {
        events.add(event);
      }
      drain();
    }

    private void drain() {
      executor.execute(
          () -> {
            synchronized (events) {
              if (draining) {
                return;
              }
              draining = true;
            }
            for (Runnable event = next(); event != null; event = next()) {
              event.run();
            }
          });
    }

    private @Nullable Runnable next() {
      // Together: a release in between would find this still draining and leave the rest to it.
      synchronized (events) {
        Runnable event = flowing() ? events.poll() : null;
        draining = event != null;
        return event;
      }
    }

    private boolean flowing() {
      synchronized (Wire.this) {
        // The end of a stream is noticed, whatever is held: what it held is lost with it.
        return !held || !streams.contains(this);
      }
    }
  }
}
