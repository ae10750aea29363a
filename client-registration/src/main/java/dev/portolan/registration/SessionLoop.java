package dev.portolan.registration;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import dev.portolan.v1.RegisterResponse;
import dev.portolan.v1.RegistrationName;
import dev.portolan.v1.RenewResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Keeps registered what is wanted, on a thread of its own: one call after the other, a renewal when
 * there is nothing else to say. Ends when nothing is wanted any more and the hub knows that, or has
 * not answered in time.
 */
final class SessionLoop implements Runnable {
  private static final int MOST_AT_ONCE = 500;
  private static final Duration SHORTEST_BACKOFF = Duration.ofMillis(250);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);

  private final HubCalls hub;
  private final Wanted wanted;
  private final RegistrationListener listener;
  // Of the loop's thread, but for the last:
  private Duration interval = Duration.ofSeconds(10);
  private long lastChange;
  private int failures;
  private boolean again;
  private @Nullable StatusRuntimeException unaccepted;
  private volatile boolean farewell;
  private volatile @Nullable StatusRuntimeException last;

  SessionLoop(HubCalls hub, Wanted wanted, RegistrationListener listener) {
    this.hub = hub;
    this.wanted = wanted;
    this.listener = listener;
  }

  /** Whether the hub has acknowledged that nothing is registered any more. */
  boolean farewell() {
    return farewell;
  }

  /** The hub did not answer in time; with the last thing that went wrong. */
  RegistrationRefusedException unanswered(Duration patience) {
    StatusRuntimeException failure = last;
    return failure == null
        ? new RegistrationRefusedException(
            Status.Code.DEADLINE_EXCEEDED,
            "the hub has not answered within %d ms".formatted(patience.toMillis()),
            null)
        : new RegistrationRefusedException(failure.getStatus().getCode(), said(failure), failure);
  }

  @Override
  public void run() {
    try {
      while (!farewell) {
        wanted.await(step());
      }
    } catch (InterruptedException e) {
      // Whoever closes the client has waited long enough; nothing is on the way.
      Thread.currentThread().interrupt();
    }
  }

  /** Does what there is to do, and says for how long nothing else is. */
  private Duration step() {
    Wanted.Work work = wanted.next(MOST_AT_ONCE);
    try {
      Duration rest = perform(work);
      unaccepted = null;
      if (failures > 0) {
        failures = 0;
        listener.back();
      }
      return rest;
    } catch (StatusRuntimeException failure) {
      return failed(work, failure);
    }
  }

  private Duration perform(Wanted.Work work) {
    if (work.closing()) {
      hub.deregisterAll();
      farewell = true;
      return Duration.ZERO;
    }
    if (!work.withdraw().isEmpty()) {
      List<RegistrationName> some =
          work.withdraw().subList(0, Math.min(MOST_AT_ONCE, work.withdraw().size()));
      lastChange = hub.deregister(some).getLastChange();
      wanted.gone(some);
      return Duration.ZERO;
    }
    if (!work.register().isEmpty()) {
      RegisterResponse response = hub.register(work.register());
      wanted.decided(work.register(), response.getOutcomesList(), listener::refused);
      lastChange = response.getLastChange();
      interval = duration(response.getRenewInterval());
      return wanted.next(1).register().isEmpty() ? told() : Duration.ZERO;
    }
    return renew(work.registered());
  }

  private Duration told() {
    if (again) {
      again = false;
      listener.registeredAgain(wanted.registered());
    }
    return interval;
  }

  private Duration renew(int registered) {
    RenewResponse response = hub.renew();
    interval = duration(response.getRenewInterval());
    if (response.getRegistrations() != registered || response.getLastChange() != lastChange) {
      // Some have ended, or are what they were before: the hub may have lost its last writes.
      again = true;
      wanted.registerAgain();
      return Duration.ZERO;
    }
    wanted.retryRefused();
    return interval;
  }

  private Duration failed(Wanted.Work work, StatusRuntimeException failure) {
    if (failure.getStatus().getCode() == Status.Code.ABORTED) {
      // A copy of an earlier call was on its way for long; the next one has a higher number.
      return Duration.ZERO;
    }
    if (failure.getStatus().getCode() == Status.Code.UNAUTHENTICATED) {
      // A connection shows the certificate that it was made with, and the hub takes that until it
      // ends; a new connection shows the one that has replaced it.
      hub.reconnect();
      if (unaccepted == null) {
        unaccepted = failure;
        return Duration.ZERO;
      }
    }
    if (lasting(failure) && !work.register().isEmpty()) {
      wanted.refused(
          work.register(),
          new RegistrationRefusedException(failure.getStatus().getCode(), said(failure), failure));
    }
    last = failure;
    if (failures == 0) {
      // That the other connection is not made either says less than why it was wanted.
      listener.away(said(unaccepted == null ? failure : unaccepted));
    }
    failures++;
    return backoff(failure);
  }

  /** Whether the same request would be refused again. */
  private static boolean lasting(StatusRuntimeException failure) {
    return switch (failure.getStatus().getCode()) {
      case INVALID_ARGUMENT,
          UNAUTHENTICATED,
          PERMISSION_DENIED,
          FAILED_PRECONDITION,
          UNIMPLEMENTED ->
          true;
      case RESOURCE_EXHAUSTED -> detail(failure, QuotaFailure.class) != null;
      default -> false;
    };
  }

  private Duration backoff(StatusRuntimeException failure) {
    RetryInfo asked = detail(failure, RetryInfo.class);
    if (asked != null) {
      return duration(asked.getRetryDelay());
    }
    long longest =
        Math.min(SHORTEST_BACKOFF.toMillis() << Math.min(failures, 10), LONGEST_BACKOFF.toMillis());
    // Spread, so that not all registrants of a hub that was restarted come at once.
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
  }

  private static String said(StatusRuntimeException failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  private static <M extends Message> @Nullable M detail(
      StatusRuntimeException failure, Class<M> type) {
    com.google.rpc.Status status = StatusProto.fromThrowable(failure);
    if (status != null) {
      for (Any detail : status.getDetailsList()) {
        if (detail.is(type)) {
          try {
            return detail.unpack(type);
          } catch (InvalidProtocolBufferException e) {
            // Then it says nothing that could be kept to.
            return null;
          }
        }
      }
    }
    return null;
  }

  private static Duration duration(com.google.protobuf.Duration message) {
    return Duration.ofNanos(Durations.toNanos(message));
  }
}
