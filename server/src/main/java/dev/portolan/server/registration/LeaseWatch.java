package dev.portolan.server.registration;

import dev.portolan.server.control.NotAcceptedException;
import dev.portolan.server.control.RegistrationEvent;
import dev.portolan.server.control.RegistryLoop;
import dev.portolan.server.control.StoreException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what {@link Leases} finds to the registry, and the answers back. What is refused, because
 * the loop is busy or the disk is full, is asked for again. Of one thread.
 */
public final class LeaseWatch {
  /** How often {@link #tick} is to be called. */
  public static final Duration TICK = RegistrationLimits.TICK;

  private static final Logger log = LoggerFactory.getLogger(LeaseWatch.class);

  private final RegistryLoop registry;
  private final Leases leases;

  public LeaseWatch(RegistryLoop registry, Leases leases) {
    this.registry = registry;
    this.leases = leases;
  }

  /** Looks for leases that have ended. */
  public void tick() {
    for (RegistrationEvent event : leases.tick()) {
      // Dropped: what became of it is told to the leases.
      var unused =
          registry
              .submit(event)
              .whenComplete(
                  (outcome, failure) -> {
                    if (failure == null) {
                      said(event, outcome.hold().orElse(null));
                    } else {
                      refused(event, failure);
                    }
                    leases.answered(event);
                  });
    }
  }

  private static void said(RegistrationEvent event, @Nullable String hold) {
    if (event instanceof RegistrationEvent.Expire expire && hold != null) {
      log.warn(
          "{} registrations of {} are overdue, and held as {}: {}",
          expire.keys().size(),
          expire.origin(),
          hold,
          expire.witnessed() ? "too many at once" : "nobody of the origin is heard");
    } else if (event instanceof RegistrationEvent.Expire expire) {
      log.debug("{} registrations of {} are overdue", expire.keys().size(), expire.origin());
    }
  }

  private static void refused(RegistrationEvent event, Throwable failure) {
    if (failure instanceof StoreException || failure instanceof NotAcceptedException) {
      log.debug("{} waits: {}", event, failure.getMessage());
    } else {
      log.error("{} failed", event, failure);
    }
  }
}
