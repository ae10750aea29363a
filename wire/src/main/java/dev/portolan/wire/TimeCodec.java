package dev.portolan.wire;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.Optional;

/** Points in time; the range is that of {@code google.protobuf.Timestamp}, years 1 to 9999. */
public final class TimeCodec {
  private static final long MIN_SECONDS = -62_135_596_800L;
  private static final long MAX_SECONDS = 253_402_300_799L;
  private static final int MAX_NANOS = 999_999_999;

  private TimeCodec() {}

  public static Timestamp encode(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  public static Optional<Instant> decode(String field, Timestamp time, Violations at) {
    if (time.getSeconds() < MIN_SECONDS
        || time.getSeconds() > MAX_SECONDS
        || time.getNanos() < 0
        || time.getNanos() > MAX_NANOS) {
      at.add(
          field,
          "is %d s and %d ns after 1970; years 1 to 9999 and 0 to 999999999 ns are allowed"
              .formatted(time.getSeconds(), time.getNanos()));
      return Optional.empty();
    }
    return Optional.of(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()));
  }
}
