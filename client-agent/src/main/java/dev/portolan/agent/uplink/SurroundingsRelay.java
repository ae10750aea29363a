package dev.portolan.agent.uplink;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.agent.session.LinkLoop;
import dev.portolan.federation.Surroundings;
import dev.portolan.wire.SurroundingsEncoder;
import io.grpc.SynchronizationContext.ScheduledHandle;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Paces what one stream is told of the cluster's surroundings: once all of it, then at most once a
 * second what became another. Nothing before the cluster is read wholly, and nothing of an origin
 * that has none, as a source. Confined to the loop.
 */
final class SurroundingsRelay {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final LinkLoop loop;
  private final Supplier<LocalState> current;
  private final Runnable due;
  private final Queue<dev.portolan.v1.Surroundings> messages = new ArrayDeque<>();
  private Optional<Surroundings> told = Optional.empty();
  private @Nullable ScheduledHandle pause;

  /**
   * For a new stream.
   *
   * @param current the cluster as it is now
   * @param due called when a pause is over
   */
  SurroundingsRelay(LinkLoop loop, Supplier<LocalState> current, Runnable due) {
    this.loop = loop;
    this.current = current;
    this.due = due;
  }

  /** The message to send now; empty when there is none or it is too early. */
  Optional<dev.portolan.v1.Surroundings> next(Limits limits) {
    if (messages.isEmpty() && limits.takesSurroundings() && (pause == null || !pause.isPending())) {
      LocalState now = current.get();
      if (now.complete() && !same(told.orElse(Surroundings.NONE), now.surroundings())) {
        messages.addAll(SurroundingsEncoder.encode(told, now.surroundings(), limits.maxBytes()));
        told = Optional.of(now.surroundings());
        pause = loop.after(PAUSE, due);
      }
    }
    return Optional.ofNullable(messages.poll());
  }

  // What was not touched is the same object, so that this costs nothing while nothing happens.
  @SuppressWarnings("ReferenceEquality")
  private static boolean same(Surroundings one, Surroundings other) {
    return one == other
        || (one.namespaces() == other.namespaces()
            && one.ambient() == other.ambient()
            && one.services() == other.services()
            && one.openGateways() == other.openGateways())
        || one.equals(other);
  }

  /** The stream is over. */
  void stop() {
    if (pause != null) {
      pause.cancel();
    }
  }
}
