package dev.portolan.registry;

import java.time.Duration;

/** How long a client waits for the whole answer, all retries included; see {@link TrafficTimes}. */
public record TrafficTimeout(Duration time) implements TrafficPart {
  public TrafficTimeout {
    TrafficTimes.require("timeout", time);
  }

  @Override
  public Kind kind() {
    return Kind.TIMEOUT;
  }
}
