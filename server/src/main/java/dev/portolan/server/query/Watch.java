package dev.portolan.server.query;

import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import io.grpc.SynchronizationContext;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * One reader's watch. Holds the snapshot that the reader has, the one that it is being brought to,
 * and where it is between the two; changes that come meanwhile are merged into the next round.
 * Sends only when the reader takes it, so a slow reader costs two snapshots, never a queue.
 *
 * @param <W> the response
 */
final class Watch<W> {
  private final ServerCallStreamObserver<W> call;
  private final Projection<?, W> projection;
  private final PublishedSnapshots snapshots;
  private final SynchronizationContext context;
  // Confined to the context:
  private RegistrySnapshot cursor = RegistrySnapshot.EMPTY;
  private @Nullable Round round;
  private boolean over;

  /** On the way from the cursor to {@code target}; these keys may differ between the two. */
  private record Round(RegistrySnapshot target, Iterator<? extends ResourceKey> keys) {}

  private Watch(
      ServerCallStreamObserver<W> call, Projection<?, W> projection, PublishedSnapshots snapshots) {
    this.call = call;
    this.projection = projection;
    this.snapshots = snapshots;
    this.context = new SynchronizationContext((thread, bug) -> end(bug));
  }

  /** Serves a watch call; to be called while the call starts. */
  static <W> void serve(
      ServerCallStreamObserver<W> call, Projection<?, W> projection, PublishedSnapshots snapshots) {
    Watch<W> watch = new Watch<>(call, projection, snapshots);
    call.setOnCancelHandler(() -> watch.context.execute(watch::stop));
    call.setOnReadyHandler(watch::wake);
    // Added before the first look, so that no snapshot falls between the two.
    snapshots.add(watch);
    watch.wake();
  }

  /** There may be something to send. From any thread. */
  void wake() {
    context.execute(this::advance);
  }

  /** Ends the watch. From any thread. */
  void end(Throwable failure) {
    context.execute(
        () -> {
          if (!over) {
            stop();
            call.onError(failure);
          }
        });
  }

  private void stop() {
    over = true;
    snapshots.remove(this);
  }

  private void advance() {
    while (!over && call.isReady()) {
      if (round == null) {
        round = nextRound();
      }
      if (round == null) {
        return;
      }
      RegistrySnapshot target = round.target();
      if (round.keys().hasNext()) {
        projection.event(cursor, target, round.keys().next()).ifPresent(call::onNext);
      } else {
        call.onNext(projection.bookmark(target.revision()));
        cursor = target;
        round = null;
      }
    }
  }

  private @Nullable Round nextRound() {
    RegistrySnapshot target = snapshots.latest();
    return target.revision().equals(cursor.revision())
        ? null
        : new Round(target, projection.changes(cursor, target));
  }
}
