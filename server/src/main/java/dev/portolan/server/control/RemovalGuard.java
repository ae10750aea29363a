package dev.portolan.server.control;

import dev.portolan.registry.Hold.Amount;
import dev.portolan.registry.OriginId;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Tells a mass removal from ordinary ones. Pure, so that the loop decides alike whenever it plans
 * the same events again. Implemented in {@code guard}.
 */
public interface RemovalGuard {
  /** Nothing is ever held. */
  RemovalGuard NONE =
      new RemovalGuard() {
        @Override
        public boolean tooMany(OriginId origin, Amount gone, Supplier<Amount> all) {
          return false;
        }

        @Override
        public Duration window(OriginId origin) {
          return Duration.ZERO;
        }

        @Override
        public Duration confirmAfter(OriginId origin) {
          return Duration.ZERO;
        }
      };

  /**
   * Whether so much at once is held.
   *
   * @param gone what is to be removed, and what was within the window
   * @param all what the origin had before; costs a look at all of it
   */
  boolean tooMany(OriginId origin, Amount gone, Supplier<Amount> all);

  /** What was removed within this time counts together. */
  Duration window(OriginId origin);

  /** After which time an origin's complete list confirms what it withdrew before. */
  Duration confirmAfter(OriginId origin);
}
