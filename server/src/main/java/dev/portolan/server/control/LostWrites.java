package dev.portolan.server.control;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.ReportProgress;
import dev.portolan.registry.Revision;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recognises that the store is older than what peers were told of it, as after a restored backup,
 * and then begins a new epoch: at most one in the life of a process, so that a peer that makes
 * things up costs one comparison of contents. Thread-safe.
 */
public final class LostWrites {
  private static final Logger log = LoggerFactory.getLogger(LostWrites.class);
  private static final String NONE = "";

  private final RegistryLoop loop;
  // The one epoch that was given up.
  private final AtomicReference<String> lost = new AtomicReference<>(NONE);

  public LostWrites(RegistryLoop loop) {
    this.loop = loop;
  }

  /**
   * Hears up to where a subscriber was brought, and by which start of a hub.
   *
   * @return whether that is not in the store: another epoch begins, the subscriber must come back
   */
  public boolean provenBy(String subscriber, Revision told, String start) {
    return loop.lineage().lacks(told, start)
        && begin(
            told.epoch(),
            "%s was brought to revision %s by start %s".formatted(subscriber, told, start));
  }

  /**
   * Hears what of an origin's reports was acknowledged as durable.
   *
   * @param epoch that acknowledged it; empty for none
   * @return whether that is not in the store: another epoch begins, the origin must report again
   */
  public boolean provenByReport(OriginId origin, long incarnation, String epoch, long batch) {
    ReportProgress known = loop.snapshot().progress(origin);
    long stored = known.incarnation() == incarnation ? known.batch() : 0;
    return epoch.equals(loop.snapshot().revision().epoch())
        && known.incarnation() <= incarnation
        && Long.compareUnsigned(batch, stored) > 0
        && begin(
            epoch,
            "batch %s of incarnation %d of %s was acknowledged, %d is stored"
                .formatted(Long.toUnsignedString(batch), incarnation, origin, stored));
  }

  private boolean begin(String epoch, String proof) {
    if (!lost.compareAndSet(NONE, epoch)) {
      // While that is still under way, others have proofs as well; of a later epoch there is none.
      return epoch.equals(lost.get());
    }
    String next = RandomName.next();
    log.error(
        """
        The store lacks writes of epoch {} that were acknowledged: {}. It is older than it was, as \
        after a restored backup. The registry goes on in epoch {}: every cluster reports again, \
        and nothing is removed for being absent until it has""",
        epoch,
        proof,
        next);
    // Dropped: a failure is handled here.
    var unused =
        loop.submit(new RegistryEvent.BeginEpoch(epoch, next))
            .whenComplete(
                (outcome, failure) -> {
                  if (failure != null) {
                    log.error("Epoch {} has not begun; the next proof tries again", next, failure);
                    lost.set(NONE);
                  }
                });
    return true;
  }
}
