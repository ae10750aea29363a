package dev.portolan.agent.session;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One bidirectional stream to the hub. Everything that happens on it reaches its listener on the
 * link's loop, in order, and nothing any more once either side has ended it. One message is read at
 * a time: the next is asked for when the listener is done with this one.
 */
public final class HubStream<Q, R> {

  /** Told on the loop about what happens on a stream. */
  public interface Listener<R> {
    /** Messages may be sent; again after each time that the stream was not ready. */
    void ready();

    /** The hub said something. */
    void received(R message);

    /** The stream is over; not called when this side ended it. */
    void ended(Loss loss);
  }

  private final LinkLoop loop;
  private final Listener<R> listener;
  private @Nullable ClientCallStreamObserver<Q> call;
  private boolean over;

  private HubStream(LinkLoop loop, Listener<R> listener) {
    this.loop = loop;
    this.listener = listener;
  }

  /**
   * Opens a stream; called on the loop. The listener hears of it after this returns.
   *
   * @param method the stub's method
   */
  public static <Q, R> HubStream<Q, R> open(
      LinkLoop loop, Consumer<StreamObserver<R>> method, Listener<R> listener) {
    loop.check();
    HubStream<Q, R> stream = new HubStream<>(loop, listener);
    method.accept(stream.new Responses());
    return stream;
  }

  /** Whether a message sent now would go out without being queued in memory. */
  public boolean isReady() {
    return !over && call().isReady();
  }

  /** Sends a message, in order; nothing happens on a stream that is over. */
  public void send(Q message) {
    loop.check();
    if (!over) {
      call().onNext(message);
    }
  }

  /** Ends the stream from this side; the listener hears nothing more. */
  public void end(String why) {
    loop.check();
    if (!over) {
      over = true;
      call().cancel(why, null);
    }
  }

  private ClientCallStreamObserver<Q> call() {
    if (call == null) {
      throw new IllegalStateException("the stub did not start the call");
    }
    return call;
  }

  private void deliver(Runnable event) {
    loop.execute(
        () -> {
          if (!over) {
            event.run();
          }
        });
  }

  private final class Responses implements ClientResponseObserver<Q, R> {
    @Override
    public void beforeStart(ClientCallStreamObserver<Q> started) {
      call = started;
      started.disableAutoRequestWithInitial(1);
      started.setOnReadyHandler(() -> deliver(listener::ready));
    }

    @Override
    public void onNext(R message) {
      deliver(
          () -> {
            listener.received(message);
            if (!over) {
              call().request(1);
            }
          });
    }

    @Override
    public void onError(Throwable error) {
      ended(Loss.of(error));
    }

    @Override
    public void onCompleted() {
      ended(Loss.ended());
    }

    private void ended(Loss loss) {
      deliver(
          () -> {
            over = true;
            listener.ended(loss);
          });
    }
  }
}
