package dev.portolan.server.ingest;

import dev.portolan.federation.Surroundings;
import dev.portolan.registry.Finding;
import dev.portolan.registry.OriginId;
import dev.portolan.server.control.SupersededException;
import dev.portolan.server.rpc.UnavailableException;
import dev.portolan.v1.Status;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The agents that the hub has heard of, and the one stream on which each may report. Lives as long
 * as the process. Thread-safe: each origin's entry is replaced as a whole.
 */
public final class AgentDirectory {
  private final Map<OriginId, Entry> entries = new ConcurrentHashMap<>();
  private final Clock clock;
  private final Rivals rivals;
  private final Bindings bindings;
  private volatile boolean closed;

  /** An agent and its open stream, if there is one. */
  private record Entry(AgentState state, @Nullable ReportSession session) {}

  /**
   * Knows nobody yet.
   *
   * @param clock for what people read
   * @param nanoTime monotonic, as {@code System::nanoTime}
   */
  public AgentDirectory(Clock clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.rivals = new Rivals(nanoTime, clock);
    this.bindings = new Bindings(clock);
  }

  /** Origins for which several agents report in turn. */
  public Rivals rivals() {
    return rivals;
  }

  /** Which cluster an id belongs to. */
  public Bindings bindings() {
    return bindings;
  }

  /** What is wrong with how an origin is reported. */
  public List<Finding> findings(OriginId origin) {
    List<Finding> findings = new ArrayList<>(rivals.findings(origin));
    findings.addAll(bindings.findings(origin));
    return findings;
  }

  /** What is known of an origin's agent; empty when it has not connected since the hub started. */
  public Optional<AgentState> find(OriginId origin) {
    return Optional.ofNullable(entries.get(origin)).map(Entry::state);
  }

  /** Origins whose agents have connected since the hub started, sorted. */
  public SortedSet<OriginId> origins() {
    return new TreeSet<>(entries.keySet());
  }

  /** The last statuses of agents that have sent any since the hub started. */
  public Map<OriginId, Status> statuses() {
    Map<OriginId, Status> statuses = new HashMap<>();
    entries.forEach(
        (origin, entry) -> entry.state().status().ifPresent(last -> statuses.put(origin, last)));
    return Collections.unmodifiableMap(statuses);
  }

  /** Ends all streams, so that agents go elsewhere, and admits no more. */
  public void close() {
    closed = true;
    endAll(goingAway());
  }

  /** Ends all streams, so that agents come back. */
  void endAll(UnavailableException reason) {
    List<Entry> open = new ArrayList<>(entries.values());
    for (Entry entry : open) {
      if (entry.session() != null) {
        entry.session().displaced(reason);
      }
    }
  }

  /**
   * Makes {@code session} the one stream of its origin; the stream that was it is ended.
   *
   * @throws SupersededException if a higher incarnation has been welcomed
   * @throws ContendedException if two incarnations take the stream from each other again and again;
   *     then neither has it
   * @throws UnavailableException if the hub is going away
   */
  void admit(Reporter reporter, ReportSession session) {
    AtomicReference<@Nullable ReportSession> displaced = new AtomicReference<>();
    AtomicLong older = new AtomicLong();
    entries.compute(
        reporter.origin(),
        (origin, known) -> {
          if (closed) {
            throw goingAway();
          }
          if (known != null) {
            refuseOlder(reporter, known.state().incarnation());
            displaced.set(known.session());
            older.set(known.state().incarnation());
          }
          return new Entry(welcomed(reporter, known), session);
        });
    ReportSession loser = displaced.get();
    if (loser == null) {
      return;
    }
    try {
      if (older.get() != reporter.incarnation()) {
        rivals.takesOver(reporter.origin(), older.get(), reporter.incarnation());
      }
      loser.displaced(
          new SupersededException(reporter.origin(), older.get(), reporter.incarnation()));
    } catch (ContendedException neither) {
      release(reporter.origin(), session);
      loser.displaced(neither);
      throw neither;
    }
  }

  /** A message has come on an admitted stream. */
  void heard(OriginId origin, ReportSession session) {
    update(origin, session, state -> state.heard(clock.instant()));
  }

  /** The agent has told its status. */
  void status(OriginId origin, ReportSession session, Status status) {
    update(origin, session, state -> state.saying(status));
  }

  /** The agent has told what its cluster has; empty if that is not known any more. */
  void surroundings(OriginId origin, ReportSession session, Optional<Surroundings> surroundings) {
    update(origin, session, state -> state.amid(surroundings));
  }

  /** An admitted stream is over. No effect when another has taken its place. */
  void release(OriginId origin, ReportSession session) {
    entries.computeIfPresent(
        origin,
        (key, entry) ->
            entry.session() == session ? new Entry(entry.state().disconnected(), null) : entry);
  }

  /** A stream was welcomed by mistake: whoever comes next is not measured by it. */
  void forget(OriginId origin, ReportSession session) {
    entries.computeIfPresent(origin, (key, entry) -> entry.session() == session ? null : entry);
  }

  private void update(OriginId origin, ReportSession session, UnaryOperator<AgentState> change) {
    entries.computeIfPresent(
        origin,
        (key, entry) ->
            entry.session() == session ? new Entry(change.apply(entry.state()), session) : entry);
  }

  private AgentState welcomed(Reporter reporter, @Nullable Entry known) {
    return new AgentState(
        true,
        reporter.incarnation(),
        reporter.version(),
        clock.instant(),
        known == null ? Optional.empty() : known.state().status(),
        known == null ? Optional.empty() : known.state().surroundings());
  }

  private static void refuseOlder(Reporter reporter, long newest) {
    if (newest > reporter.incarnation()) {
      throw new SupersededException(reporter.origin(), reporter.incarnation(), newest);
    }
  }

  private static UnavailableException goingAway() {
    return new UnavailableException("GOING_AWAY", "the hub is going away; reconnect with backoff");
  }
}
