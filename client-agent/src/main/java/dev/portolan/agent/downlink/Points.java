package dev.portolan.agent.downlink;

import dev.portolan.agent.session.LinkLoop;
import dev.portolan.registry.Revision;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consistent points: what was received up to the last one, handed over once, and again only if
 * that failed. Outlives streams. Confined to the loop.
 */
final class Points {
  private static final Logger log = LoggerFactory.getLogger(Points.class);

  private final RemoteRegistry remote;
  private final LinkLoop loop;
  private Held received = Held.NOTHING;
  private boolean fromAnEarlierProcess;
  private boolean epochChanged;
  private CompletionStage<?> inForce = CompletableFuture.completedStage(null);
  private boolean failed;

  Points(RemoteRegistry remote, LinkLoop loop) {
    this.remote = remote;
    this.loop = loop;
  }

  Held received() {
    return received;
  }

  /** Begins where an earlier process was; handed over as such, until the hub says it anew. */
  void restore(Held held) {
    received = held;
    fromAnEarlierProcess = true;
    remote.restored(held.snapshot(), held.revision());
  }

  /** Whether a point lies before the last one of the same lineage. */
  boolean isBehind(Revision revision) {
    return revision.comparableWith(received.revision())
        && revision.sequence() < received.revision().sequence();
  }

  /**
   * A consistent point.
   *
   * @param inForceNow run on the loop once the objects of the point are written or refused
   */
  void reach(Held held, Runnable inForceNow) {
    boolean first = received == Held.NOTHING;
    boolean proofOfLife =
        !first
            && held.revision().equals(received.revision())
            && held.snapshot() == received.snapshot();
    boolean otherEpoch = !first && !held.revision().comparableWith(received.revision());
    received = held;
    if (!proofOfLife || failed || fromAnEarlierProcess) {
      fromAnEarlierProcess = false;
      epochChanged = otherEpoch || (failed && epochChanged);
      failed = false;
      handOver();
    }
    CompletionStage<?> point = inForce;
    point.whenComplete(
        (done, error) -> {
          if (error == null) {
            loop.execute(inForceNow);
          }
        });
  }

  private void handOver() {
    CompletionStage<?> point =
        remote.advance(received.snapshot(), received.revision(), epochChanged);
    Revision revision = received.revision();
    inForce = point;
    point.whenComplete(
        (done, error) -> {
          if (error != null) {
            log.error(
                "revision {} is not in force; it is tried again at the next beat", revision, error);
            loop.execute(() -> failed |= inForce == point);
          }
        });
  }
}
