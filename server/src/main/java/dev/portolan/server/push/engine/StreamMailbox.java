package dev.portolan.server.push.engine;

import dev.portolan.server.push.engine.view.ScopeView;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where other threads leave word for a stream: one place per kind of news, the newest replaces the
 * older, so a stream that is slow costs no queue. Of the subscriber's answers a few may wait.
 * Thread-safe; the stream itself runs on its own thread.
 */
public final class StreamMailbox implements ViewWatcher {
  private static final Logger LOG = LoggerFactory.getLogger(StreamMailbox.class);

  /** Answers that may wait; the transport is asked for no more than that. */
  static final int MAX_WAITING = 8;

  private final Stripe thread;
  private final Outlet outlet;
  private final String subscriber;
  private final Admission.Entry entry;
  private final Consumer<StreamMailbox> whenClosed;
  private final AtomicReference<@Nullable Sight> sight = new AtomicReference<>();
  private final AtomicReference<@Nullable ScopeView> beat = new AtomicReference<>();
  private final Queue<DiscoveryRequest> requests = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicReference<Due> due = new AtomicReference<>(Due.NOT);
  private final Runnable run = this::run;
  // No request is to come until the stream says so.
  private volatile boolean full;
  // An answer may let the stream send something.
  private volatile boolean eager = true;
  private volatile boolean halfClosed;
  private volatile boolean closed;
  // Confined to the stream's thread.
  private @Nullable PushStream current;
  private boolean sighted;

  private record Sight(ScopeView view, long scopeSince) {}

  /** When the stream is to look at what is here. */
  private enum Due {
    NOT,
    SOON,
    NOW
  }

  StreamMailbox(
      Stripe thread,
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
   * The subscriber's next word. Called by one thread at a time.
   *
   * @return whether the one after it may come at once, else it must wait for {@link
   *     Outlet#requestNext}: whatever is more than an ACK can be large
   * @throws IllegalStateException if it did not
   */
  public boolean request(DiscoveryRequest next) {
    if (full) {
      throw new IllegalStateException("a request of " + subscriber + " that was to wait");
    }
    requests.add(next);
    if (waiting.incrementAndGet() < MAX_WAITING && next.isAck()) {
      wakeForAck();
      return true;
    }
    full = true;
    wake();
    return false;
  }

  // An ACK that lets nothing be sent is only noted: that can wait for others of its kind.
  private void wakeForAck() {
    if (eager) {
      wake();
    } else if (!closed && due.compareAndSet(Due.NOT, Due.SOON)) {
      thread.executeSoon(run);
    }
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
    if (closed) {
      return;
    }
    Due before = due.getAndSet(Due.NOW);
    if (before == Due.NOT) {
      thread.execute(run);
    } else if (before == Due.SOON) {
      thread.hurry();
    }
  }

  private void run() {
    // First of all: what comes from here on wakes the stream again.
    due.set(Due.NOT);
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
    takeRequests();
    if (closed) {
      return;
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
    eager = stream().awaitsAnswer();
    if (halfClosed && requests.isEmpty()) {
      close();
      outlet.end(Outlet.Ending.COMPLETED, "");
    }
  }

  private void takeRequests() {
    for (DiscoveryRequest next = requests.poll(); next != null; next = requests.poll()) {
      waiting.decrementAndGet();
      stream().request(next);
      if (stream().ended()) {
        close();
        return;
      }
    }
    // Whoever filled it wakes the stream after that: then it is emptied, if it is not now.
    if (full && requests.isEmpty()) {
      full = false;
      outlet.requestNext();
    }
  }
}
