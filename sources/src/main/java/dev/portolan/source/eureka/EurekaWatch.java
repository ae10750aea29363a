package dev.portolan.source.eureka;

import dev.portolan.agent.session.Backoff;
import dev.portolan.registry.Finding;
import dev.portolan.registry.OriginId;
import dev.portolan.source.loop.Setback;
import dev.portolan.source.loop.SourceLoop;
import dev.portolan.source.records.RegistryWatch;
import dev.portolan.source.records.Trouble;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks one server after the other for what changed, and for everything where that may not be all of
 * it, and decides what absence is believed (ADR 0049). Confined to the source's loop.
 */
final class EurekaWatch implements RegistryWatch {
  private static final Duration FIRST_RETRY = Duration.ofMillis(500);

  private final EurekaApi api;
  private final Peers peers;
  private final Importing importing;
  private final EurekaPace pace;
  private final SourceLoop loop;
  private final Runnable changed;
  private final EurekaFindings findings;
  private final Backoff backoff;
  private final Setback setback;
  private final Deserted deserted;
  private final KnownRegistry known;
  private Optional<Trouble> trouble = Optional.empty();
  private Instant answered = Instant.EPOCH;
  private boolean everythingDue = true;
  private boolean anyListed;
  private boolean everListed;
  private boolean complete;
  private int overdue;

  /**
   * @param changed told when records or findings may be others
   */
  EurekaWatch(
      OriginId origin,
      EurekaApi api,
      Peers peers,
      Importing importing,
      EurekaPace pace,
      SourceLoop loop,
      Runnable changed) {
    this.api = api;
    this.peers = peers;
    this.importing = importing;
    this.pace = pace;
    this.loop = loop;
    this.changed = changed;
    this.findings = new EurekaFindings(origin, pace);
    this.backoff = new Backoff(FIRST_RETRY, pace.retry(), loop.random());
    this.setback = new Setback(loop, pace.absenceGrace(), () -> everythingDue = true);
    this.deserted = new Deserted(loop, pace.desertedGrace(), this::bury);
    this.known = new KnownRegistry(pace.window());
  }

  @Override
  public void begin() {
    loop.after(pace.relist(), this::relist);
    poll();
    changed.run();
  }

  private void relist() {
    loop.after(pace.relist(), this::relist);
    everythingDue = true;
    peers.troubled().keySet().stream().filter(server -> !isRead(server)).forEach(this::lookAt);
  }

  private boolean isRead(URI server) {
    return server.equals(peers.current());
  }

  // Only to say how it is: one that answers goes on being read.
  private void lookAt(URI server) {
    ask(
        api.all(server),
        listing -> {
          peers.answered(server);
          changed.run();
        },
        failure -> {
          if (!isRead(server)) {
            peers.failed(server, troubleOf(failure, Optional.empty()));
            changed.run();
          }
        });
  }

  private void poll() {
    Duration silence = Duration.between(answered, loop.now());
    everythingDue |= silence.isNegative() || silence.compareTo(pace.window()) > 0;
    if (known.isEmpty()) {
      askForEverything();
    } else {
      askForChanges();
    }
  }

  // Also where everything is asked for after it: only changes say that something was taken out.
  private void askForChanges() {
    Instant asked = loop.now();
    ask(
        api.recent(peers.current()),
        listing -> {
          update(known.takeRecent(listing, loop.now()));
          if (everythingDue || !listing.hash().equals(Optional.of(known.hash()))) {
            askForEverything();
          } else {
            anyListed = known.apps().stream().anyMatch(importing::selects);
            took(asked);
          }
        },
        failure -> {
          if (failure.kind().offersNoChanges()) {
            askForEverything();
          } else {
            failed(failure);
          }
        });
  }

  private void askForEverything() {
    everythingDue = true;
    Instant asked = loop.now();
    ask(
        api.all(peers.current()),
        listing -> {
          takeAll(listing);
          took(asked);
        },
        this::failed);
  }

  private void takeAll(Listing listing) {
    boolean goesOn = known.goesOnIn(listing);
    if (!goesOn) {
      known.beginAnew();
    }
    update(known.takeAll(listing, loop.now()));
    if (!goesOn && known.missing() > 0) {
      setback.happened();
    }
    anyListed = known.apps().stream().anyMatch(importing::selects);
    everListed |= anyListed;
    setback.listed(anyListed);
    believe();
    overdue = listing.overdue();
    trouble = listing.contradictsItself() ? Optional.of(contradiction(listing)) : Optional.empty();
    everythingDue = trouble.isPresent() || known.missing() > 0;
  }

  private Trouble contradiction(Listing listing) {
    return troubleOf(
        new EurekaException(
            EurekaException.Kind.UNREADABLE,
            "%s says that it has %s and lists %s"
                .formatted(peers.current(), listing.hash().orElse(""), listing.counted())),
        trouble);
  }

  // Only ever on a list: nobody is gone because time has passed while nobody answered.
  private void believe() {
    if (!setback.pending()) {
      update(known.forgetMissing(loop.now().minus(pace.confirm())));
    }
  }

  private void update(Collection<String> apps) {
    for (String app : apps) {
      if (importing.selects(app)) {
        var instances = known.instances(app);
        importing.update(app, instances);
        if (instances.isEmpty()) {
          deserted.add(app);
        } else {
          deserted.spare(app);
        }
      }
    }
  }

  private void bury(String app) {
    importing.remove(app);
    changed.run();
  }

  private void took(Instant asked) {
    answered = asked;
    peers.answered(peers.current());
    backoff.reset();
    loop.after(pace.poll(), this::poll);
    changed.run();
  }

  private void failed(EurekaException failure) {
    URI server = peers.current();
    peers.failed(server, troubleOf(failure, Optional.empty()));
    trouble =
        Optional.of(
            troubleOf(
                new EurekaException(failure.kind(), server + ": " + failure.reason()), trouble));
    if (peers.next()) {
      known.beginAnew();
    }
    everythingDue = true;
    loop.after(backoff.next(), this::poll);
    changed.run();
  }

  private Trouble troubleOf(EurekaException failure, Optional<Trouble> before) {
    return new Trouble(
        failure.kind().code(),
        failure.reason(),
        before.map(Trouble::since).orElseGet(() -> loop.now().truncatedTo(ChronoUnit.SECONDS)));
  }

  private void ask(
      CompletableFuture<Listing> asked,
      Consumer<Listing> answer,
      Consumer<EurekaException> failure) {
    var unused =
        asked.whenComplete(
            (listing, thrown) ->
                loop.execute(
                    () -> {
                      if (listing == null) {
                        failure.accept(known(thrown));
                      } else {
                        answer.accept(listing);
                      }
                    }));
  }

  private static EurekaException known(@Nullable Throwable failure) {
    @Nullable Throwable cause = failure;
    while (cause instanceof CompletionException) {
      cause = cause.getCause();
    }
    return cause instanceof EurekaException known
        ? known
        : new EurekaException(EurekaException.Kind.UNREACHABLE, String.valueOf(cause));
  }

  @Override
  public boolean complete() {
    complete |= everListed && trouble.isEmpty();
    return complete;
  }

  @Override
  public List<Finding> findings() {
    return findings.all(trouble, peers, known, setback, anyListed, overdue);
  }
}
