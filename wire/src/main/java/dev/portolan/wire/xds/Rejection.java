package dev.portolan.wire.xds;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Code;
import com.google.rpc.Status;
import dev.portolan.v1.Rejections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why a subscriber refused one resource version.
 *
 * @param name as sent
 * @param version as sent; the refusal ends when it changes
 * @param reason which field, which value, what would be right; at most {@value #MAX_REASON}
 *     characters
 */
public record Rejection(String name, String version, String reason) {
  /** How many one NACK may name. */
  public static final int MAX = 1000;

  public static final int MAX_REASON = 500;

  public Rejection {
    reason = reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON - 1) + "…";
  }

  /** The error detail of a NACK that refuses these resources of its response and no others. */
  public static Status nack(List<Rejection> rejections) {
    Rejections.Builder detail = Rejections.newBuilder();
    for (Rejection rejection : rejections) {
      detail
          .addRejectionsBuilder()
          .setName(rejection.name)
          .setVersion(rejection.version)
          .setReason(rejection.reason);
    }
    String message =
        rejections.stream()
            .limit(3)
            .map(rejection -> rejection.name + ": " + rejection.reason)
            .collect(Collectors.joining("; "));
    return Status.newBuilder()
        .setCode(Code.INVALID_ARGUMENT_VALUE)
        .setMessage(rejections.size() + " refused: " + message)
        .addDetails(Any.pack(detail.build()))
        .build();
  }

  /**
   * What a NACK refuses; nothing when it names no resources, too many, or unreadably: then it
   * refuses the whole response.
   */
  public static Optional<List<Rejection>> ofNack(Status errorDetail) {
    for (Any detail : errorDetail.getDetailsList()) {
      if (detail.is(Rejections.class)) {
        try {
          return Optional.of(list(detail.unpack(Rejections.class)))
              .filter(named -> !named.isEmpty() && named.size() <= MAX);
        } catch (InvalidProtocolBufferException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static List<Rejection> list(Rejections detail) {
    return detail.getRejectionsList().stream()
        .map(each -> new Rejection(each.getName(), each.getVersion(), each.getReason()))
        .toList();
  }
}
