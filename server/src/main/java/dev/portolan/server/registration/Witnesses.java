package dev.portolan.server.registration;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.Session;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who else was heard, and when: whether a silence is a session's own. Immutable once it is made; a
 * picture of one moment.
 *
 * <p>Of an origin with several sessions the others are asked. Of one with a single session anybody
 * else is, agents and sources included; and where nobody else is known to the hub, nobody is asked.
 */
final class Witnesses {
  private final Map<OriginId, Latest<Session>> sessions = new HashMap<>();
  private final Latest<OriginId> origins = new Latest<>();
  private final long reporters;
  private final boolean reportersKnown;

  /** The two that were heard last, so that one can be left out. */
  private static final class Latest<T> {
    private @Nullable T first;
    private long firstAt = SessionLeases.NEVER;
    private long secondAt = SessionLeases.NEVER;
    private int size;

    void add(T who, long at) {
      size++;
      if (first == null || at > firstAt) {
        secondAt = firstAt;
        first = who;
        firstAt = at;
      } else {
        secondAt = Math.max(secondAt, at);
      }
    }

    long firstAt() {
      return firstAt;
    }

    long without(T who) {
      return who.equals(first) ? secondAt : firstAt;
    }
  }

  /**
   * @param reporters when an agent or a source was heard last
   * @param reportersKnown the registry has records of some
   */
  Witnesses(Map<OriginId, OriginLeases> leases, long reporters, boolean reportersKnown) {
    this.reporters = reporters;
    this.reportersKnown = reportersKnown;
    leases.forEach(
        (origin, own) -> {
          Latest<Session> latest = new Latest<>();
          own.sessions().forEach(each -> latest.add(each.session(), each.heard()));
          sessions.put(origin, latest);
          origins.add(origin, latest.firstAt());
        });
  }

  /**
   * Whether somebody else was heard at that time or later, so that the silence is the session's.
   */
  boolean since(OriginId origin, Session silent, long time) {
    Latest<Session> own = sessions.get(origin);
    if (own != null && own.size > 1) {
      return own.without(silent) >= time;
    }
    if (!reportersKnown && origins.size <= 1) {
      return true;
    }
    return Math.max(reporters, origins.without(origin)) >= time;
  }
}
