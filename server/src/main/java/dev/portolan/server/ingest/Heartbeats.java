package dev.portolan.server.ingest;

import dev.portolan.v1.Heartbeat;

/**
 * Counts what was heard and said on one stream in whole heartbeat intervals, not in time: a process
 * that stood still does not take its own pause for the peer's silence. Confined to its session.
 */
final class Heartbeats {
  private int silentIntervals;
  private boolean said;
  private long sequence;

  void heard() {
    silentIntervals = 0;
  }

  void said() {
    said = true;
  }

  /** An interval has passed. */
  void intervalPassed() {
    silentIntervals++;
    said = false;
  }

  /** Whole intervals in which nothing was heard. */
  int silentFor() {
    return silentIntervals;
  }

  /** Whether nothing was said in this interval. */
  boolean due() {
    return !said;
  }

  /** The next heartbeat of this side. */
  Heartbeat next() {
    return Heartbeat.newBuilder().setSequence(++sequence).build();
  }
}
