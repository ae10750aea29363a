package dev.portolan.server.push;

import dev.portolan.federation.Scope;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Revision;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.server.control.FaultPolicy;
import dev.portolan.server.control.SnapshotPublisher;
import dev.portolan.server.control.StoredMessage;
import dev.portolan.server.push.engine.ViewSource;
import dev.portolan.server.push.engine.ViewWatcher;
import dev.portolan.server.push.engine.view.Bookmark;
import dev.portolan.server.push.engine.view.Point;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the views of all watched scopes in step with the registry, at a cost of what changed times
 * the scopes that may show it. Public methods hand over to the projection's own thread, where all
 * its state is confined; what is published while it works is taken together.
 */
public final class RegistryProjection implements SnapshotPublisher, ViewSource {
  private final Executor thread;
  private final Clock clock;
  private final FaultPolicy faults;
  private final Queue<Published> inbox = new ConcurrentLinkedQueue<>();
  private final ScopeTable scopes = new ScopeTable();
  private final Audience audience = new Audience();
  private RegistrySnapshot snapshot = RegistrySnapshot.EMPTY;
  // Null until the registry has been published for the first time: until then nobody is told
  // anything.
  private @Nullable Bookmark bookmark;
  private String start = "";
  private long serial;
  // A change was taken in only partly: the views must be made anew.
  private boolean damaged;

  /**
   * A projection of nothing yet.
   *
   * @param thread runs one task at a time, in order
   */
  public RegistryProjection(Executor thread, Clock clock, FaultPolicy faults) {
    this.thread = thread;
    this.clock = clock;
    this.faults = faults;
  }

  private record Published(RegistryDelta delta, RegistrySnapshot snapshot, Instant hubTime) {}

  @Override
  public void started(String name) {
    handOver(() -> start = name);
  }

  @Override
  public void loaded(RegistrySnapshot held) {
    loaded(held, List.of());
  }

  @Override
  public void loaded(RegistrySnapshot held, List<StoredMessage> messages) {
    Instant now = clock.instant();
    handOver(() -> begin(held, messages, now));
  }

  @Override
  public void publish(RegistryDelta delta, RegistrySnapshot next) {
    inbox.add(new Published(delta, next, clock.instant()));
    handOver(this::takePublished);
  }

  @Override
  public void beat(RegistrySnapshot current, Instant hubTime) {
    handOver(() -> passOn(hubTime));
  }

  @Override
  public void attach(String subscriber, ViewWatcher watcher) {
    OriginId origin = new OriginId(subscriber);
    handOver(
        () -> {
          audience.add(watcher, origin);
          if (bookmark != null) {
            seat(watcher, bookmark);
          }
        });
  }

  @Override
  public void detach(String subscriber, ViewWatcher watcher) {
    handOver(
        () -> {
          audience.remove(watcher);
          scopes.retain(audience.scopes());
        });
  }

  private void handOver(Runnable work) {
    thread.execute(
        () -> {
          try {
            work.run();
          } catch (RuntimeException e) {
            damaged = true;
            faults.fault("projection; the views are made anew with the next change", e);
          }
        });
  }

  private void takePublished() {
    List<RegistryDelta> deltas = new ArrayList<>();
    Published last = null;
    for (Published each = inbox.poll(); each != null; each = inbox.poll()) {
      deltas.add(each.delta());
      last = each;
    }
    if (last != null) {
      apply(deltas, last.snapshot(), last.hubTime());
    }
  }

  private void apply(List<RegistryDelta> deltas, RegistrySnapshot after, Instant hubTime) {
    RegistrySnapshot before = snapshot;
    if (damaged || !before.revision().comparableWith(after.revision())) {
      begin(after, List.of(), hubTime);
      return;
    }
    snapshot = after;
    Bookmark mark = newBookmark(hubTime);
    bookmark = mark;
    TouchedKeys touched = TouchedKeys.of(before, after, deltas);
    Set<Scope> changed = scopes.advance(after, touched, mark);
    audience.follow(before, after, concerned(before, touched));
    Collection<ViewWatcher> moving =
        touched.regrouped() ? audience.watchers() : audience.watchersOf(touched.rewired());
    moving.stream().filter(this::isMisplaced).forEach(watcher -> seat(watcher, mark));
    changed.forEach(scope -> audience.tell(scope, scopes.view(scope, after, mark)));
    scopes.retain(audience.scopes());
  }

  private void begin(RegistrySnapshot with, List<StoredMessage> messages, Instant hubTime) {
    snapshot = with;
    Bookmark mark = newBookmark(hubTime);
    bookmark = mark;
    damaged = false;
    scopes.restart(with, messages);
    audience.restart();
    audience.watchers().forEach(watcher -> seat(watcher, mark));
  }

  private boolean isMisplaced(ViewWatcher watcher) {
    return !audience.isIn(watcher, Scope.of(snapshot, audience.originOf(watcher)));
  }

  private void seat(ViewWatcher watcher, Bookmark mark) {
    Scope scope = Scope.of(snapshot, audience.originOf(watcher));
    audience.seat(watcher, scope);
    audience.tell(watcher, scopes.view(scope, snapshot, mark).at(mark));
  }

  /** Whose scope may be another one than before. */
  private Collection<OriginId> concerned(RegistrySnapshot before, TouchedKeys touched) {
    Collection<OriginId> origins = new TreeSet<>(touched.rewired());
    if (touched.regrouped()) {
      for (RegistrySnapshot each : List.of(before, snapshot)) {
        for (Recorded<VirtualMesh> mesh : each.virtualMeshes()) {
          origins.addAll(mesh.resource().members());
        }
      }
    }
    return origins;
  }

  private void passOn(Instant hubTime) {
    if (bookmark == null) {
      return;
    }
    Bookmark mark = newBookmark(hubTime);
    bookmark = mark;
    scopes.mark(mark);
    for (Scope scope : audience.scopes()) {
      audience.beat(scope, scopes.view(scope, snapshot, mark));
    }
  }

  private Bookmark newBookmark(Instant hubTime) {
    Revision revision = snapshot.revision();
    return Bookmark.of(
        PushTypes.ALL.bookmark(),
        new Point(revision.epoch(), revision.sequence()),
        serial++,
        PushTypes.bookmark(revision, hubTime, start));
  }
}
