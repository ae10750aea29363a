package dev.portolan.registry;

import java.time.Duration;
import java.util.Optional;

/** Makes some requests late, or answers them with an error, on purpose. At least one of both. */
public record TrafficFault(Optional<Delay> delay, Optional<Abort> abort) implements TrafficPart {
  public TrafficFault {
    if (delay.isEmpty() && abort.isEmpty()) {
      throw new IllegalArgumentException("a fault that is neither a delay nor an abort");
    }
  }

  @Override
  public Kind kind() {
    return Kind.FAULT;
  }

  /** Requests that are held back; see {@link TrafficTimes}. */
  public record Delay(Duration time, Percent percent) {
    public Delay {
      TrafficTimes.require("delay", time);
    }
  }

  /**
   * Requests that are answered at once.
   *
   * @param status of HTTP, 200 to 599
   */
  public record Abort(int status, Percent percent) {
    public Abort {
      if (!isStatus(status)) {
        throw new IllegalArgumentException("status %d; 200 to 599 are allowed".formatted(status));
      }
    }

    public static boolean isStatus(int status) {
      return status >= 200 && status <= 599;
    }
  }
}
