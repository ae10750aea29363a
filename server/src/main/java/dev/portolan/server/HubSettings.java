package dev.portolan.server;

import dev.portolan.server.control.RemovalGuard;
import dev.portolan.server.guard.Brake;
import dev.portolan.server.guard.BrakeLimits;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How a hub treats its origins and readers.
 *
 * @param heartbeat interval of report streams
 * @param lease silence after which an origin is lost
 * @param beat interval between two proofs of life of the registry loop
 * @param brake says which removals are held
 * @param ruleFiles where rules are read from, as a person knows it; empty: they are in the store,
 *     and can be changed by request
 * @param trustDomain of the certificates by which callers are known; empty: the transport has none,
 *     and whoever connects is believed
 */
public record HubSettings(
    Duration heartbeat,
    Duration lease,
    Duration beat,
    RemovalGuard brake,
    Optional<String> ruleFiles,
    Optional<String> trustDomain) {

  /** With a lease of three heartbeats and a brake of the usual limits. */
  public static HubSettings of(Duration heartbeat, Duration beat) {
    return new HubSettings(
        heartbeat,
        heartbeat.multipliedBy(3),
        beat,
        new Brake(BrakeLimits.DEFAULT, Map.of()),
        Optional.empty(),
        Optional.empty());
  }
}
