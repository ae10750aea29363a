package dev.portolan.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

/** A process of the demo. Thread-safe. */
interface Program {
  /** Names a process for good: its number alone is given out again. */
  record Id(long pid, Instant start) {}

  Id id();

  boolean alive();

  /** Empty while it is alive, and where another process started it. */
  OptionalInt exitCode();

  /** Asks it to end, and does not wait. */
  void askToEnd();

  /** Waits until it has ended; after {@code patience} ends it by force. */
  void awaitEnd(Duration patience);
}
