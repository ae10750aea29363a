package dev.portolan.simulation.check;

import java.time.Duration;

/**
 * A moment in the life of a hub.
 *
 * @param start by which of its processes
 * @param awake for how long that had been awake
 */
public record Moment(int start, Duration awake) {
  /** For how long the process of now had been awake then; zero in the life of another one. */
  Duration within(Moment now) {
    return start == now.start() ? awake : Duration.ZERO;
  }
}
