package dev.portolan.server.ingest;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistrySnapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which cluster an origin's id belongs to: the one whose uid is in its record, and so in the store,
 * unless somebody has decided for another one since. Whoever names no uid (files, an agent that may
 * not read it) is not told apart. Thread-safe; decisions last until they are in the record, at most
 * as long as the process.
 */
public final class Bindings {
  private static final Logger log = LoggerFactory.getLogger(Bindings.class);

  /** For so long it is shown that another cluster was refused. */
  private static final Duration SHOWN = Duration.ofHours(1);

  private final Map<OriginId, String> decided = new ConcurrentHashMap<>();
  private final Map<OriginId, Stranger> strangers = new ConcurrentHashMap<>();
  private final Clock clock;

  public Bindings(Clock clock) {
    this.clock = clock;
  }

  /** A cluster that was refused. */
  private record Stranger(String uid, Instant last) {}

  /** The uid that the origin's cluster has; empty when any may report. */
  String bound(RegistrySnapshot snapshot, OriginId origin) {
    String recorded =
        snapshot.origin(origin).cluster().map(Recorded::resource).map(Cluster::uid).orElse("");
    return decided.getOrDefault(origin, recorded);
  }

  /**
   * A cluster asks to report under an id.
   *
   * @param uid as it says; empty when unknown
   * @throws ForeignClusterException if the id belongs to another one
   */
  void asks(RegistrySnapshot snapshot, OriginId origin, String uid) {
    String bound = bound(snapshot, origin);
    if (uid.isEmpty() || bound.isEmpty() || uid.equals(bound)) {
      return;
    }
    Stranger known = strangers.put(origin, new Stranger(uid, clock.instant()));
    if (known == null || !known.uid().equals(uid)) {
      log.error(
          "A cluster with uid {} reports as {}, which is the one with {}", uid, origin, bound);
    }
    throw new ForeignClusterException(origin, uid, bound);
  }

  /** Somebody has decided that an id belongs to the cluster with this uid from now on. */
  public void bind(OriginId origin, String uid) {
    decided.put(origin, uid);
    strangers.remove(origin);
    log.info("{} is the cluster with uid {} from now on", origin, uid);
  }

  /** What an origin's owner has to know: for an hour after the other cluster was there last. */
  public List<Finding> findings(OriginId origin) {
    Instant now = clock.instant();
    return Optional.ofNullable(strangers.get(origin))
        .filter(stranger -> now.minus(SHOWN).isBefore(stranger.last()))
        .map(
            stranger ->
                List.of(
                    new Finding(
                        FindingCode.CLUSTER_FOREIGN,
                        "cluster/" + origin,
                        "another cluster (uid %s) wanted to report under this id, last at %s; it was refused. Give it an id of its own; or, if this cluster was rebuilt, 'portolan cluster bind %s --uid %s'"
                            .formatted(stranger.uid(), stranger.last(), origin, stranger.uid()))))
        .orElse(List.of());
  }
}
