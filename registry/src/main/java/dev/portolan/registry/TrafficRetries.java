package dev.portolan.registry;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Tries requests again that failed.
 *
 * @param attempts after the first, 0 to {@value #MAX_ATTEMPTS}; 0 turns off what the mesh does by
 *     itself
 * @param perTry how long each try may take; see {@link TrafficTimes}
 * @param on what counts as a failure, some of {@link #CONDITIONS}; empty for Istio's own choice
 * @param otherLocalities a retry may go to another locality, and so to another cluster
 */
public record TrafficRetries(
    int attempts, Optional<Duration> perTry, SortedSet<String> on, boolean otherLocalities)
    implements TrafficPart {
  public static final int MAX_ATTEMPTS = 10;

  /**
   * Envoy's conditions that Istio accepts (its {@code pkg/config/validation}, supportedRetryOn).
   */
  public static final SortedSet<String> CONDITIONS =
      Sorted.set(
          List.of(
              "5xx",
              "cancelled",
              "connect-failure",
              "deadline-exceeded",
              "gateway-error",
              "internal",
              "refused-stream",
              "reset",
              "resource-exhausted",
              "retriable-4xx",
              "unavailable"));

  public TrafficRetries {
    if (attempts < 0 || attempts > MAX_ATTEMPTS) {
      throw new IllegalArgumentException(
          "%d attempts; 0 to %d are allowed".formatted(attempts, MAX_ATTEMPTS));
    }
    perTry.ifPresent(time -> TrafficTimes.require("perTry", time));
    on = Sorted.set(on);
    if (!CONDITIONS.containsAll(on)) {
      throw new IllegalArgumentException("retries on %s; %s are known".formatted(on, CONDITIONS));
    }
  }

  @Override
  public Kind kind() {
    return Kind.RETRIES;
  }
}
