package dev.portolan.wire;

import dev.portolan.registry.Liveness;
import dev.portolan.registry.OriginId;
import dev.portolan.v1.LivenessState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the hub has against an origin's being alive. */
final class LivenessCodec {
  private static final Duration LONGEST = Duration.ofDays(3650);

  private LivenessCodec() {}

  static dev.portolan.v1.Liveness encode(Liveness liveness) {
    dev.portolan.v1.Liveness.Builder message =
        dev.portolan.v1.Liveness.newBuilder()
            .setState(
                switch (liveness.state()) {
                  case STALE -> LivenessState.LIVENESS_STATE_STALE;
                  case LOST -> LivenessState.LIVENESS_STATE_LOST;
                })
            .setSilentSinceTime(TimeCodec.encode(liveness.silentSince()));
    if (liveness.lost()) {
      message.setLostFor(DurationCodec.encode(liveness.lostFor()));
    }
    return message.build();
  }

  /** A state that this version does not know is taken for one that has no consequences. */
  static Optional<Liveness> decode(
      dev.portolan.v1.Liveness message, OriginId origin, Violations at) {
    Optional<Instant> since =
        TimeCodec.decode("silent_since_time", message.getSilentSinceTime(), at);
    Optional<Duration> lostFor = lostFor(message.getLostFor(), at);
    if (since.isEmpty() || lostFor.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        message.getState() == LivenessState.LIVENESS_STATE_LOST
            ? Liveness.lost(origin, since.get(), lostFor.get())
            : Liveness.stale(origin, since.get()));
  }

  private static Optional<Duration> lostFor(com.google.protobuf.Duration message, Violations at) {
    boolean allowed =
        message.getSeconds() >= 0
            && message.getSeconds() <= LONGEST.toSeconds()
            && message.getNanos() >= 0
            && message.getNanos() < 1_000_000_000;
    if (!allowed) {
      at.add(
          "lost_for",
          "is %d s and %d ns; 0 to %d days are allowed"
              .formatted(message.getSeconds(), message.getNanos(), LONGEST.toDays()));
      return Optional.empty();
    }
    return Optional.of(Duration.ofSeconds(message.getSeconds(), message.getNanos()));
  }
}
