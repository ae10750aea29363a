package dev.portolan.source.loop;

import dev.portolan.source.loop.SourceLoop.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * That a foreign registry is not what it was: its state was lost or put back to an older one, or
 * nobody looked for a while. Services register anew in the time after that, so what is absent is
 * kept for a grace, and after it for as long as nothing at all is listed. Confined to the source's
 * loop.
 */
public final class Setback {
  private final SourceLoop loop;
  private final Duration grace;
  private final Runnable over;
  private @Nullable Instant since;
  private @Nullable Timer timer;
  private boolean graceOver;
  private boolean anyListed;

  /**
   * @param over told when absence counts again
   */
  public Setback(SourceLoop loop, Duration grace, Runnable over) {
    this.loop = loop;
    this.grace = grace;
    this.over = over;
  }

  /** An answer says so; a later one than the first begins the grace anew. */
  public void happened() {
    if (since == null) {
      since = loop.now().truncatedTo(ChronoUnit.SECONDS);
    }
    graceOver = false;
    // What was listed before says nothing of what is there now.
    anyListed = false;
    if (timer != null) {
      timer.cancel();
    }
    timer =
        loop.after(
            grace,
            () -> {
              graceOver = true;
              endIfDue();
            });
  }

  /** Whether anything that is selected is listed now. */
  public void listed(boolean any) {
    anyListed = any;
    endIfDue();
  }

  private void endIfDue() {
    if (pending() && graceOver && anyListed) {
      since = null;
      over.run();
    }
  }

  /** Absence does not count now. */
  public boolean pending() {
    return since != null;
  }

  /** When it was first seen; empty when all is as always. */
  public Optional<Instant> since() {
    return Optional.ofNullable(since);
  }
}
