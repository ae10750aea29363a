package dev.portolan.agent.downlink;

import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes every point and puts it in force when the test says so. */
final class FakeRemoteRegistry implements RemoteRegistry {
  /** One call. */
  record Point(
      RegistrySnapshot received,
      Revision revision,
      boolean epochChanged,
      CompletableFuture<Void> inForce) {}

  private final List<RegistrySnapshot> restored = new ArrayList<>();
  private final List<Point> points = new ArrayList<>();
  private boolean atOnce = true;

  @Override
  public void restored(RegistrySnapshot remembered, Revision revision) {
    restored.add(remembered);
  }

  /** What was handed over as remembered. */
  List<RegistrySnapshot> restored() {
    return restored;
  }

  @Override
  public CompletionStage<?> advance(
      RegistrySnapshot received, Revision revision, boolean epochChanged) {
    Point point = new Point(received, revision, epochChanged, new CompletableFuture<>());
    points.add(point);
    if (atOnce) {
      point.inForce.complete(null);
    }
    return point.inForce;
  }

  /** Every point from now on waits for the test. */
  void holdPoints() {
    atOnce = false;
  }

  List<Point> points() {
    return points;
  }

  Point last() {
    return points.get(points.size() - 1);
  }
}
