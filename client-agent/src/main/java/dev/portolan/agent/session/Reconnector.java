package dev.portolan.agent.session;

import dev.portolan.agent.session.LinkState.Phase;
import io.grpc.Status;
import io.grpc.SynchronizationContext.ScheduledHandle;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one link back whenever it is lost, and says how it is. Logs when it goes down and when it
 * comes up, not each attempt. Confined to the link's loop, but for {@link #state}.
 */
public final class Reconnector {
  private static final Logger log = LoggerFactory.getLogger(Reconnector.class);
  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /** A link that was up for this long is sound: its next loss starts with a short wait again. */
  private static final Duration SOUND = Duration.ofSeconds(30);

  private final String link;
  private final HubChannel hub;
  private final LinkLoop loop;
  private final Runnable connect;
  private final Backoff backoff;
  private volatile LinkState state;
  private @Nullable ScheduledHandle retry;
  private @Nullable ScheduledHandle sound;
  private boolean watching;
  // The present wait is one that the hub asked for.
  private boolean asked;

  /**
   * Nothing happens before {@link #start}.
   *
   * @param link what is connected, for the log
   * @param connect opens a stream; called on the loop, answered by {@link #up} or {@link #lost}
   */
  public Reconnector(String link, HubChannel hub, LinkLoop loop, Runnable connect) {
    this.link = link;
    this.hub = hub;
    this.loop = loop;
    this.connect = connect;
    this.backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT, loop.random());
    this.state = new LinkState(Phase.CONNECTING, loop.now(), "");
  }

  /** How the link is; from any thread. */
  public LinkState state() {
    return state;
  }

  /** The first attempt. */
  public void start() {
    attempt();
  }

  /** The hub answered. */
  public void up() {
    loop.check();
    if (!state.up()) {
      Instant now = loop.now();
      log.info("{} to hub {} is up, {}", link, hub.address(), history(now));
      state = new LinkState(Phase.UP, now, "");
      sound = loop.after(SOUND, backoff::reset);
    }
  }

  private String history(Instant now) {
    return state.phase() == Phase.CONNECTING
        ? "for the first time"
        : "after " + Duration.between(state.since(), now).toSeconds() + " s";
  }

  /** The stream ended; another attempt follows after a while. */
  public void lost(Loss loss) {
    loop.check();
    if (state.phase() == Phase.CLOSED) {
      return;
    }
    sound = cancelled(sound);
    if (loss.code() == Status.Code.UNAUTHENTICATED) {
      // What the hub refuses is the connection's certificate; there may be a newer one.
      hub.leaveConnection();
    }
    down(loss);
    asked = !loss.retryAfter().isZero();
    retry = loop.after(backoff.next(loss.retryAfter()), this::attempt);
    if (hub.unreachable() && !watching) {
      watching = true;
      hub.whenConnected(() -> loop.execute(this::connected));
    }
  }

  private void down(Loss loss) {
    Phase phase = loss.superseded() ? Phase.SUPERSEDED : Phase.DOWN;
    if (phase == state.phase()) {
      state = new LinkState(phase, state.since(), loss.why());
      return;
    }
    state = new LinkState(phase, loop.now(), loss.why());
    if (loss.superseded()) {
      log.error(
          "{} to hub {} is refused: {}. Another process reports as this origin; stop one of them",
          link,
          hub.address(),
          loss.why());
    } else {
      log.warn(
          "{} to hub {} is down: {}. Nothing is withdrawn because of it; trying again, at least every {} s",
          link,
          hub.address(),
          loss.why(),
          LONGEST_WAIT.toSeconds());
    }
  }

  // The wait spares a hub that cannot be reached; once there is a connection, it has no purpose:
  // unless the hub asked for it.
  private void connected() {
    watching = false;
    if (retry != null && retry.isPending() && !asked && state.phase() == Phase.DOWN) {
      attempt();
    }
  }

  private void attempt() {
    retry = cancelled(retry);
    hub.connectNow();
    connect.run();
  }

  /** No further attempts. */
  public void close() {
    loop.check();
    retry = cancelled(retry);
    sound = cancelled(sound);
    state = new LinkState(Phase.CLOSED, loop.now(), "");
  }

  private static @Nullable ScheduledHandle cancelled(@Nullable ScheduledHandle timer) {
    if (timer != null) {
      timer.cancel();
    }
    return null;
  }
}
