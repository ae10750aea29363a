package dev.portolan.agent.session;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Why a stream ended.
 *
 * @param why for a person
 * @param retryAfter the least time that the hub asks to wait; zero if it asks for none
 * @param supersededBy the incarnation that speaks for this origin now, where the hub names it
 */
public record Loss(Status.Code code, String why, Duration retryAfter, OptionalLong supersededBy) {
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
    return new Loss(
        status.getCode(),
        why,
        superseded ? SUPERSEDED_RETRY : asked,
        superseded ? incarnation(error) : OptionalLong.empty());
  }

  /** The hub ended the stream without an error. */
  public static Loss ended() {
    return new Loss(
        Status.Code.OK, "the hub ended the stream", Duration.ZERO, OptionalLong.empty());
  }

  /** This side ended the stream. */
  public static Loss here(String why) {
    return new Loss(Status.Code.CANCELLED, why, Duration.ZERO, OptionalLong.empty());
  }

  /** A process with a higher incarnation speaks for this origin now. */
  boolean superseded() {
    return code == Status.Code.ABORTED;
  }

  private static Duration retryDelay(Throwable error) {
    return detail(error, RetryInfo.class)
        .map(RetryInfo::getRetryDelay)
        .map(
            delay ->
                Duration.ofSeconds(Math.max(0, delay.getSeconds()), Math.max(0, delay.getNanos())))
        .orElse(Duration.ZERO);
  }

  private static OptionalLong incarnation(Throwable error) {
    String named =
        detail(error, ErrorInfo.class)
            .map(info -> info.getMetadataOrDefault("incarnation", ""))
            .orElse("");
    try {
      return OptionalLong.of(Long.parseLong(named));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  // An unreadable detail is as good as none: the status itself still says what happened.
  private static <T extends Message> Optional<T> detail(Throwable error, Class<T> type) {
    com.google.rpc.Status details = StatusProto.fromThrowable(error);
    if (details == null) {
      return Optional.empty();
    }
    for (Any detail : details.getDetailsList()) {
      if (detail.is(type)) {
        try {
          return Optional.of(detail.unpack(type));
        } catch (InvalidProtocolBufferException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
