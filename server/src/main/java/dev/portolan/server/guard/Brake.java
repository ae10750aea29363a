package dev.portolan.server.guard;

import dev.portolan.registry.Hold.Amount;
import dev.portolan.registry.OriginId;
import dev.portolan.server.control.RemovalGuard;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/** The guard against mass removal: the same limits for all origins but a few. Immutable. */
public final class Brake implements RemovalGuard {
  private final BrakeLimits limits;
  private final Map<OriginId, BrakeLimits> exceptions;

  public Brake(BrakeLimits limits, Map<OriginId, BrakeLimits> exceptions) {
    this.limits = limits;
    this.exceptions = Map.copyOf(exceptions);
  }

  @Override
  public boolean tooMany(OriginId origin, Amount gone, Supplier<Amount> all) {
    BrakeLimits own = of(origin);
    if (gone.services() <= own.count() && gone.endpoints() <= own.count()) {
      return false;
    }
    Amount before = all.get();
    return tooMany(own, gone.services(), before.services())
        || tooMany(own, gone.endpoints(), before.endpoints());
  }

  @Override
  public Duration window(OriginId origin) {
    return of(origin).window();
  }

  @Override
  public Duration confirmAfter(OriginId origin) {
    return of(origin).confirmAfter();
  }

  private BrakeLimits of(OriginId origin) {
    return exceptions.getOrDefault(origin, limits);
  }

  private static boolean tooMany(BrakeLimits limits, int gone, int all) {
    return gone > limits.count() && gone * 100L > limits.percent() * (long) all;
  }
}
