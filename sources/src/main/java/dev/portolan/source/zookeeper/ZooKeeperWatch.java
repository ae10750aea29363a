package dev.portolan.source.zookeeper;

import dev.portolan.agent.session.Backoff;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.OriginId;
import dev.portolan.source.loop.Setback;
import dev.portolan.source.loop.SourceLoop;
import dev.portolan.source.records.RegistryWatch;
import dev.portolan.source.records.Trouble;
import dev.portolan.source.zookeeper.ZooKeeperException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is below each path, again where a watch tells of a change, and all of it after every
 * interruption: what changed meanwhile is never told. Decides what absence is believed (ADR 0042).
 * Confined to the source's loop.
 */
final class ZooKeeperWatch implements RegistryWatch {
  private static final Duration FIRST_RETRY = Duration.ofMillis(500);

  private final OriginId origin;
  private final ZooKeeperApi api;
  private final PathReader reader;
  private final Importing importing;
  private final ZooKeeperPace pace;
  private final SourceLoop loop;
  private final Runnable changed;
  private final Setback setback;
  private final List<PathState> paths;
  private Optional<Trouble> lost;
  private boolean connectedBefore;
  // What was asked before the connection was lost may be older than what is asked after it.
  private int connection;
  private boolean complete;

  /**
   * @param paths below which services are
   * @param changed told when records or findings may be others
   */
  ZooKeeperWatch(
      OriginId origin,
      ZooKeeperApi api,
      List<String> paths,
      Importing importing,
      ZooKeeperPace pace,
      SourceLoop loop,
      Runnable changed) {
    this.origin = origin;
    this.api = api;
    this.reader = new PathReader(api);
    this.importing = importing;
    this.pace = pace;
    this.loop = loop;
    this.changed = changed;
    this.setback = new Setback(loop, pace.absenceGrace(), this::readAll);
    this.paths =
        paths.stream()
            .map(
                path ->
                    new PathState(
                        path,
                        importing::selects,
                        new Backoff(FIRST_RETRY, pace.retry(), loop.random())))
            .toList();
    this.lost = Optional.of(unavailable("there was no connection yet"));
  }

  @Override
  public void begin() {
    api.open(
        new ZooKeeperApi.Listener() {
          @Override
          public void connected() {
            loop.execute(ZooKeeperWatch.this::connected);
          }

          @Override
          public void lost(String reason, boolean expired) {
            loop.execute(() -> ZooKeeperWatch.this.lost(reason, expired));
          }

          @Override
          public void changed(String path, boolean gone) {
            loop.execute(() -> ZooKeeperWatch.this.touched(path, gone));
          }
        });
    reopenUnlessConnected(connection);
    loop.after(pace.relist(), this::relist);
    changed.run();
  }

  private void connected() {
    if (connectedBefore && lost.isPresent()) {
      setback.happened();
    }
    connectedBefore = true;
    lost = Optional.empty();
    paths.forEach(path -> path.backoff().reset());
    readAll();
    changed.run();
  }

  private void lost(String reason, boolean expired) {
    if (lost.isEmpty()) {
      connection++;
      lost = Optional.of(unavailable(reason));
      reopenUnlessConnected(connection);
    }
    if (expired) {
      api.reopen();
    }
    changed.run();
  }

  private void reopenUnlessConnected(int since) {
    loop.after(
        pace.reopen(),
        () -> {
          if (lost.isPresent() && since == connection) {
            api.reopen();
            reopenUnlessConnected(since);
          }
        });
  }

  private void relist() {
    loop.after(pace.relist(), this::relist);
    readAll();
  }

  private void readAll() {
    paths.forEach(
        path -> {
          path.doubt();
          path.fallDue();
          read(path);
        });
  }

  // What went may be about to come again, or may be the first of everything: clients change a node
  // by making it anew, and a path goes from its leaves to its root. So that waits for what follows.
  private void touched(String where, boolean gone) {
    for (PathState path : paths) {
      if (path.touched(where)) {
        boolean news = path.news();
        boolean loss = gone && path.loss();
        if (path.reading()) {
          continue; // It rests when that has ended, and then reads on.
        }
        if (loss) {
          rest(path, pace.settle());
        } else if (news && !path.resting()) {
          readNews(path);
        }
      }
    }
  }

  private void rest(PathState path, Duration pause) {
    path.rest(
        loop.after(
            pause,
            () -> {
              path.rested();
              readNews(path);
            }));
  }

  private void readNews(PathState path) {
    if (path.hasNews()) {
      path.fallDue();
      read(path);
    }
  }

  private void retry(PathState path) {
    path.retryAt(
        loop.after(
            path.backoff().next(),
            () -> {
              path.fallDue();
              read(path);
            }));
  }

  private void read(PathState path) {
    if (!path.due() || lost.isPresent()) {
      return;
    }
    int mine = connection;
    var unused =
        reader
            .read(path.begin(loop.now()))
            .whenComplete(
                (reading, failure) -> loop.execute(() -> ended(path, mine, reading, failure)));
  }

  private void ended(
      PathState path, int since, @Nullable PathReading reading, @Nullable Throwable failure) {
    Duration took = path.end(loop.now());
    rest(path, path.hasLosses() ? pace.settle() : pace.after(took));
    if (since == connection) {
      answered(path, reading, failure);
    } else {
      path.doubt();
      path.fallDue();
    }
    read(path);
  }

  private void answered(
      PathState path, @Nullable PathReading reading, @Nullable Throwable failure) {
    if (reading == null) {
      failed(
          path,
          failure == null
              ? new ZooKeeperException(Kind.UNAVAILABLE, "neither answer nor failure")
              : PathReader.known(failure));
    } else {
      took(path, reading);
    }
    changed.run();
  }

  private void failed(PathState path, ZooKeeperException failure) {
    FindingCode code =
        switch (failure.kind()) {
          case ABSENT -> FindingCode.PATH_MISSING;
          case DENIED -> FindingCode.SOURCE_DENIED;
          case TOO_LARGE, UNAVAILABLE -> FindingCode.SOURCE_UNAVAILABLE;
        };
    Instant since =
        path.trouble()
            .filter(known -> known.code() == code)
            .map(Trouble::since)
            .orElseGet(this::now);
    path.failed(new Trouble(code, failure.reason(), since), failure.kind() == Kind.ABSENT);
    retry(path);
  }

  private void took(PathState path, PathReading reading) {
    // A path that was taken away and is there again is filled anew.
    if (path.missing() && path.everAnswered()) {
      setback.happened();
    }
    path.answered(reading.names());
    reading
        .services()
        .forEach(
            (name, service) ->
                take(
                    path.services()
                        .computeIfAbsent(name, absent -> new ServiceState(path.path(), name)),
                    service));
    List.copyOf(path.services().values()).stream()
        .filter(service -> !reading.names().contains(service.name()))
        .forEach(service -> take(service, ServiceReading.ABSENT));
    path.services()
        .values()
        .removeIf(service -> !service.offered() && !reading.names().contains(service.name()));
    setback.listed(paths.stream().anyMatch(PathState::listed));
    if (path.services().values().stream().anyMatch(ServiceState::denied)) {
      retry(path);
    } else {
      path.backoff().reset();
    }
  }

  private void take(ServiceState service, ServiceReading reading) {
    if (service.take(reading, setback.pending())) {
      importing.update(service);
    }
    if (service.instances().isEmpty()) {
      if (service.offered() && !service.condemned()) {
        service.condemn(loop.after(pace.desertedGrace(), () -> bury(service)));
      }
    } else {
      service.spare();
    }
  }

  private void bury(ServiceState service) {
    service.spare();
    importing.remove(service);
    changed.run();
  }

  private Trouble unavailable(String reason) {
    return new Trouble(FindingCode.SOURCE_UNAVAILABLE, reason, now());
  }

  private Instant now() {
    return loop.now().truncatedTo(ChronoUnit.SECONDS);
  }

  @Override
  public boolean complete() {
    complete |=
        paths.stream().allMatch(PathState::complete) && paths.stream().anyMatch(PathState::listed);
    return complete;
  }

  @Override
  public List<Finding> findings() {
    return new ZooKeeperFindings(origin, pace).all(lost, paths, setback);
  }
}
