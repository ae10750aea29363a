package dev.portolan.simulation.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * All that will happen, by time; what falls on the same moment comes in an order that the seed
 * chooses. Confined to one real thread.
 */
public final class VirtualTime {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Random random;
  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private final List<String> bugs = new ArrayList<>();
  private long now;
  private long scheduled;
  private long happened;

  public VirtualTime(Random random) {
    this.random = random;
  }

  private record Entry(long at, int tie, long order, Runnable what) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(at, other.at);
      int byTie = byTime != 0 ? byTime : Integer.compare(tie, other.tie);
      return byTie != 0 ? byTie : Long.compare(order, other.order);
    }
  }

  /** Whatever is left to chance. */
  public Random random() {
    return random;
  }

  /** Nanoseconds since the beginning. */
  public long nanos() {
    return now;
  }

  /** Time since the beginning. */
  public Duration elapsed() {
    return Duration.ofNanos(now);
  }

  /** A random time from zero up to and including {@code longest}. */
  public Duration upTo(Duration longest) {
    return Duration.ofNanos(random.nextLong(longest.toNanos() + 1));
  }

  public void after(Duration delay, Runnable what) {
    long at = now + Math.max(0, delay.toNanos());
    entries.add(new Entry(at, random.nextInt(), scheduled++, what));
  }

  /** Lets everything happen that falls into the next while. */
  public void pass(Duration duration) {
    long until = now + duration.toNanos();
    for (Entry next = entries.peek(); next != null && next.at() <= until; next = entries.peek()) {
      entries.remove();
      now = next.at();
      happened++;
      attempt(next.what());
    }
    now = until;
  }

  /** How much has happened. */
  public long happened() {
    return happened;
  }

  /** What was thrown where nothing may be. */
  public List<String> bugs() {
    return bugs;
  }

  /** Runs something; whatever it throws is a bug. */
  void attempt(Runnable what) {
    try {
      what.run();
    } catch (RuntimeException | Error e) {
      StackTraceElement[] trace = e.getStackTrace();
      bugs.add(e + (trace.length == 0 ? "" : " at " + trace[0]));
    }
  }

  /** Wall-clock time that goes on with the virtual one. */
  public Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return START.plusNanos(now);
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }
}
