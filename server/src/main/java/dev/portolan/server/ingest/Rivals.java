package dev.portolan.server.ingest;

import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.OriginId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Origins for which several processes report in turn. The highest incarnation wins; but where they
 * take each other's streams again and again, each writes what the other has just taken away: then
 * nobody reports until somebody decides, or only one is left. Thread-safe; lives as long as the
 * process: a hub that was restarted sees the same within a minute.
 */
public final class Rivals {
  private static final Logger log = LoggerFactory.getLogger(Rivals.class);

  private final Map<OriginId, Contest> contests = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;
  private final Clock clock;

  /**
   * Nobody contends yet.
   *
   * @param nanoTime monotonic, as {@code System::nanoTime}
   * @param clock for what people read
   */
  public Rivals(LongSupplier nanoTime, Clock clock) {
    this.nanoTime = nanoTime;
    this.clock = clock;
  }

  private Duration now() {
    return Duration.ofNanos(nanoTime.getAsLong());
  }

  /**
   * A process asks to report.
   *
   * @throws ContendedException if nobody may, at present
   */
  void asks(OriginId origin, long incarnation) {
    Contest contest =
        contests.computeIfPresent(
            origin,
            (key, known) ->
                known.frozen().isPresent() && known.leaves(incarnation, now())
                    ? null
                    : known.heard(incarnation, now()));
    if (contest != null && contest.frozen().isPresent()) {
      throw new ContendedException(origin);
    }
  }

  /**
   * A process took the stream of another one, which was open. One that ended before is nobody's
   * rival: so it is when an agent is updated, or hands over its lease.
   *
   * @throws ContendedException if that is once too often: neither may report
   */
  void takesOver(OriginId origin, long older, long newer) {
    Contest contest =
        contests.merge(
            origin,
            Contest.NONE.takenOver(older, newer, now(), clock.instant()),
            (known, first) -> known.takenOver(older, newer, now(), clock.instant()));
    if (contest != null && contest.frozen().isPresent()) {
      log.error(
          "Agents {} and {} of {} take each other's stream again and again: neither reports any more",
          older,
          newer,
          origin);
      throw new ContendedException(origin);
    }
  }

  /** Somebody has decided: whoever asks first may report. False when nothing was frozen. */
  public boolean release(OriginId origin) {
    Contest ended = contests.remove(origin);
    return ended != null && ended.frozen().isPresent();
  }

  /** What an origin's owner has to know. */
  public List<Finding> findings(OriginId origin) {
    return Optional.ofNullable(contests.get(origin))
        .filter(contest -> contest.frozen().isPresent())
        .map(contest -> List.of(finding(origin, contest)))
        .orElse(List.of());
  }

  private static Finding finding(OriginId origin, Contest contest) {
    return new Finding(
        FindingCode.AGENTS_CONTEND,
        "cluster/" + origin,
        "since %s nobody reports for it: several agents (incarnations %s) have its id and took the stream from each other more than %d times within %d s. What is known of it is served as it was. Stop all but one; it goes on by itself when the others have been silent for %d minutes, or at once with 'portolan cluster release %s'"
            .formatted(
                contest.frozen().orElseThrow(),
                contest.heard().keySet(),
                Contest.TAKEOVERS,
                Contest.WINDOW.toSeconds(),
                Contest.ALONE.toMinutes(),
                origin));
  }
}
