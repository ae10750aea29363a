package dev.portolan.server.registration;

import dev.portolan.registry.OriginId;
import dev.portolan.server.rpc.RateException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often each origin calls: a bucket of tokens for each. Thread-safe; knows a bounded number.
 */
final class Rates {
  private static final int MOST_ORIGINS = 10_000;
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final int rate;
  private final int burst;
  private final LongSupplier nanoTime;
  private final Map<OriginId, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<OriginId, Bucket> eldest) {
          return size() > MOST_ORIGINS;
        }
      };

  private record Bucket(long nanosOfTokens, long at) {}

  Rates(int rate, int burst, LongSupplier nanoTime) {
    this.rate = rate;
    this.burst = burst;
    this.nanoTime = nanoTime;
  }

  /**
   * One more call.
   *
   * @throws RateException if it is one too many
   */
  synchronized void count(OriginId origin) {
    long now = nanoTime.getAsLong();
    long price = SECOND / rate;
    Bucket known = buckets.get(origin);
    long tokens =
        known == null
            ? burst * price
            : Math.min(burst * price, known.nanosOfTokens() + now - known.at());
    if (tokens < price) {
      throw new RateException(
          "%s calls more often than %d times a second, and %d at once"
              .formatted(origin, rate, burst),
          Duration.ofNanos(price - tokens));
    }
    buckets.put(origin, new Bucket(tokens - price, now));
  }
}
