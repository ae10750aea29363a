package dev.portolan.wire;

import java.time.Duration;

/** Lengths of time on the wire. What may come in differs by field, and is checked there. */
public final class DurationCodec {
  private DurationCodec() {}

  public static com.google.protobuf.Duration encode(Duration time) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(time.getSeconds())
        .setNanos(time.getNano())
        .build();
  }
}
