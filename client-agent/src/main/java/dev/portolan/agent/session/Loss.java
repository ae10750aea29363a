package dev.portolan.agent.session;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;

/**
 * Why a stream ended.
 *
 * @param why for a person
 * @param retryAfter the least time that the hub asks to wait; zero if it asks for none
 */
public record Loss(Status.Code code, String why, Duration retryAfter) {
  private static final Duration SUPERSEDED_RETRY = Duration.ofSeconds(60);

  /** What the hub or the transport ended the stream with. */
  public static Loss of(Throwable error) {
    Status status = Status.fromThrowable(error);
    String description = status.getDescription();
    Throwable cause = status.getCause();
    String why =
        status.getCode()
            + (description == null || description.isEmpty() ? "" : ": " + description)
            + (cause == null || cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")");
    Duration asked = retryDelay(error);
    boolean superseded = status.getCode() == Status.Code.ABORTED;
    return new Loss(status.getCode(), why, superseded ? SUPERSEDED_RETRY : asked);
  }

  /** The hub ended the stream without an error. */
  public static Loss ended() {
    return new Loss(Status.Code.OK, "the hub ended the stream", Duration.ZERO);
  }

  /** This side ended the stream. */
  public static Loss here(String why) {
    return new Loss(Status.Code.CANCELLED, why, Duration.ZERO);
  }

  /** A process with a higher incarnation speaks for this origin now. */
  boolean superseded() {
    return code == Status.Code.ABORTED;
  }

  // An unreadable detail is as good as none: the status itself still says what happened.
  private static Duration retryDelay(Throwable error) {
    com.google.rpc.Status details = StatusProto.fromThrowable(error);
    if (details == null) {
      return Duration.ZERO;
    }
    for (Any detail : details.getDetailsList()) {
      if (detail.is(RetryInfo.class)) {
        try {
          var delay = detail.unpack(RetryInfo.class).getRetryDelay();
          return Duration.ofSeconds(Math.max(0, delay.getSeconds()), Math.max(0, delay.getNanos()));
        } catch (InvalidProtocolBufferException e) {
          return Duration.ZERO;
        }
      }
    }
    return Duration.ZERO;
  }
}
