package dev.portolan.server.push.engine;

import dev.portolan.server.push.engine.view.ScopeView;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where other threads leave word for a stream: one place per kind of news, the newest replaces the
 * older, so a stream that is slow costs no queue. Thread-safe; the stream itself runs on its own
 * thread.
 */
public final class StreamMailbox implements ViewWatcher {
  private static final Logger LOG = LoggerFactory.getLogger(StreamMailbox.class);

  private final Executor thread;
  private final Outlet outlet;
  private final String subscriber;
  private final Admission.Entry entry;
  private final Consumer<StreamMailbox> whenClosed;
  private final AtomicReference<@Nullable Sight> sight = new AtomicReference<>();
  private final AtomicReference<@Nullable ScopeView> beat = new AtomicReference<>();
  private final AtomicReference<@Nullable DiscoveryRequest> request = new AtomicReference<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile boolean halfClosed;
  private volatile boolean closed;
  // Confined to the stream's thread.
  private @Nullable PushStream current;
  private boolean sighted;

  private record Sight(ScopeView view, long scopeSince) {}

  StreamMailbox(
      Executor thread,
      Outlet outlet,
      String subscriber,
      Admission.Entry entry,
      Consumer<StreamMailbox> whenClosed) {
    this.thread = thread;
    this.entry = entry;
    this.outlet = outlet;
    this.subscriber = subscriber;
    this.whenClosed = whenClosed;
  }

  /** Gives the mailbox its stream, once, before anybody else knows of either. */
  void begin(PushStream stream) {
    current = stream;
  }

  private PushStream stream() {
    if (current == null) {
      throw new IllegalStateException("the stream of " + subscriber + " has not begun");
    }
    return current;
  }

  @Override
  public void view(ScopeView view, long scopeSince) {
    sight.set(new Sight(view, scopeSince));
    wake();
  }

  @Override
  public void beat(ScopeView view) {
    beat.set(view);
    wake();
  }

  /**
   * The subscriber's next word. The one after it must wait for {@link Outlet#requestNext}.
   *
   * @throws IllegalStateException if it did not
   */
  public void request(DiscoveryRequest next) {
    if (!request.compareAndSet(null, next)) {
      throw new IllegalStateException("a second request of " + subscriber + " at once");
    }
    wake();
  }

  /** The subscriber has said its last word. */
  public void halfClose() {
    halfClosed = true;
    wake();
  }

  /** The stream is over; whatever was left here is dropped. */
  public void close() {
    if (!closed) {
      closed = true;
      whenClosed.accept(this);
      entry.leave();
      thread.execute(() -> stream().over());
    }
  }

  /** Sends the subscriber elsewhere. */
  void drain() {
    thread.execute(
        () -> {
          if (!closed) {
            close();
            outlet.end(Outlet.Ending.GOING_AWAY, "the hub is going away; reconnect with backoff");
          }
        });
  }

  /** There is news, or the outlet has become ready. */
  public void wake() {
    if (!closed && scheduled.compareAndSet(false, true)) {
      thread.execute(this::run);
    }
  }

  private void run() {
    // First of all: what comes from here on wakes the stream again.
    scheduled.set(false);
    if (closed) {
      return;
    }
    try {
      takeNews();
    } catch (RuntimeException e) {
      close();
      LOG.error(
          "The stream of {} is ended by an error of the hub; the agent will reconnect",
          subscriber,
          e);
      outlet.end(Outlet.Ending.BROKEN, "the hub failed on this stream; reconnect");
    }
  }

  private void takeNews() {
    Sight newSight = sight.getAndSet(null);
    if (newSight != null) {
      sighted = true;
      stream().view(newSight.view(), newSight.scopeSince());
    }
    if (!sighted) {
      // Until the registry is there, nobody is told that it is empty.
      return;
    }
    DiscoveryRequest next = request.getAndSet(null);
    if (next != null) {
      stream().request(next);
      if (stream().ended()) {
        close();
        return;
      }
      outlet.requestNext();
    }
    stream().pump();
    ScopeView newBeat = beat.getAndSet(null);
    if (newBeat != null) {
      stream().beat(newBeat);
      stream().pump();
    }
    if (stream().opened()) {
      entry.opened();
    }
    if (halfClosed && request.get() == null) {
      close();
      outlet.end(Outlet.Ending.COMPLETED, "");
    }
  }
}
