package dev.portolan.agent.uplink;

import dev.portolan.agent.session.LinkLoop;
import dev.portolan.v1.Status;
import io.grpc.SynchronizationContext.ScheduledHandle;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Paces the status messages of one stream: the first at once, then at most one per second and only
 * when it says something new. Confined to the loop.
 */
final class StatusRelay {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final LinkLoop loop;
  private final Supplier<Status> current;
  private final Runnable due;
  private @Nullable Status sent;
  private @Nullable ScheduledHandle pause;

  /**
   * For a new stream.
   *
   * @param current the status as it is now
   * @param due called when a pause is over
   */
  StatusRelay(LinkLoop loop, Supplier<Status> current, Runnable due) {
    this.loop = loop;
    this.current = current;
    this.due = due;
  }

  /** The status to send now; empty when there is none or it is too early. */
  Optional<Status> next() {
    if (pause != null && pause.isPending()) {
      return Optional.empty();
    }
    Status status = current.get();
    if (status.equals(sent)) {
      return Optional.empty();
    }
    sent = status;
    pause = loop.after(PAUSE, due);
    return Optional.of(status);
  }

  /** The stream is over. */
  void stop() {
    if (pause != null) {
      pause.cancel();
    }
  }
}
