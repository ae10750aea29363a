package dev.portolan.wire;

import dev.portolan.registry.TrafficTimes;
import java.time.Duration;
import java.util.Optional;

/** Times in traffic policies; see {@link TrafficTimes}. */
final class TrafficTimeCodec {
  private TrafficTimeCodec() {}

  static Optional<Duration> decode(
      String field, com.google.protobuf.Duration message, Violations at) {
    boolean inRange =
        message.getSeconds() >= 0
            && message.getSeconds() <= TrafficTimes.MAX.toSeconds()
            && message.getNanos() >= 0
            && message.getNanos() <= 999_999_999;
    Optional<Duration> time =
        inRange
            ? Optional.of(Duration.ofSeconds(message.getSeconds(), message.getNanos()))
                .filter(TrafficTimes::isTime)
            : Optional.empty();
    if (time.isEmpty()) {
      at.add(
          field,
          "is %d s and %d ns; whole milliseconds from 1 ms to %d s are allowed"
              .formatted(message.getSeconds(), message.getNanos(), TrafficTimes.MAX.toSeconds()));
    }
    return time;
  }
}
