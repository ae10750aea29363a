package dev.portolan.server.security;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A call that ends with its caller's certificate. The service sees that as if the caller had gone;
 * what it still sends goes nowhere. Locked, since the timer and the service both end it.
 */
final class ExpiringCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
  /** A clock that is set is noticed within this. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final Caller caller;
  private final ScheduledExecutorService timer;
  private final Clock clock;
  private boolean closed;
  private boolean expired;
  private @Nullable ScheduledFuture<?> end;

  ExpiringCall(ServerCall<Q, A> call, Caller caller, ScheduledExecutorService timer, Clock clock) {
    super(call);
    this.caller = caller;
    this.timer = timer;
    this.clock = clock;
    await();
  }

  static String message(Caller caller) {
    return "the certificate of %s was valid until %s; connect with a new one"
        .formatted(caller.id(), caller.until());
  }

  private synchronized void await() {
    if (closed) {
      return;
    }
    Duration left = Duration.between(clock.instant(), caller.until());
    if (left.isNegative() || left.isZero()) {
      expired = true;
      closed = true;
      super.close(Status.UNAUTHENTICATED.withDescription(message(caller)), new Metadata());
      return;
    }
    long wait = Math.min(left.toMillis() + 1, LONGEST_WAIT.toMillis());
    try {
      end = timer.schedule(this::await, wait, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // The hub is going away, and its calls with it.
      end = null;
    }
  }

  @Override
  public synchronized void sendHeaders(Metadata headers) {
    if (!closed) {
      super.sendHeaders(headers);
    }
  }

  @Override
  public synchronized void sendMessage(A message) {
    if (!closed) {
      super.sendMessage(message);
    }
  }

  @Override
  public synchronized void close(Status status, Metadata trailers) {
    if (!closed) {
      closed = true;
      stop();
      super.close(status, trailers);
    }
  }

  private synchronized boolean over() {
    closed = true;
    stop();
    return expired;
  }

  private void stop() {
    if (end != null) {
      end.cancel(false);
      end = null;
    }
  }

  /** The service's listener, told of the end. */
  ServerCall.Listener<Q> ending(ServerCall.Listener<Q> service) {
    return new SimpleForwardingServerCallListener<>(service) {
      @Override
      public void onCancel() {
        over();
        super.onCancel();
      }

      @Override
      public void onComplete() {
        // The service has not ended this call, and cleans up as for one that broke.
        if (over()) {
          super.onCancel();
        } else {
          super.onComplete();
        }
      }
    };
  }
}
