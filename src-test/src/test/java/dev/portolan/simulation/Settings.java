package dev.portolan.simulation;

import dev.portolan.agent.apply.ApplyLimits;
import dev.portolan.server.HubSettings;
import dev.portolan.server.guard.Brake;
import dev.portolan.server.guard.BrakeLimits;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * How hub and agents are configured: as they are shipped, but for brakes that small clusters can
 * set off, each in half of the histories.
 *
 * @param brake of the hub
 * @param deletions at once that an agent never holds
 */
record Settings(BrakeLimits brake, int deletions) {
  /** Of report streams. */
  static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private static final Duration BEAT = Duration.ofSeconds(2);
  private static final BrakeLimits TOUCHY =
      new BrakeLimits(30, 1, Duration.ofSeconds(60), Duration.ofSeconds(90));

  static Settings of(Random random) {
    return new Settings(
        random.nextBoolean() ? TOUCHY : BrakeLimits.DEFAULT, random.nextBoolean() ? 1 : 20);
  }

  HubSettings hub() {
    return new HubSettings(
        HEARTBEAT,
        HEARTBEAT.multipliedBy(3),
        BEAT,
        new Brake(brake, Map.of()),
        Optional.empty(),
        Optional.empty());
  }

  ApplyLimits agent() {
    return ApplyLimits.unpaced(Duration.ofMinutes(10), 30, deletions);
  }
}
