package dev.portolan.server.control;

import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps all that it is told. Written by the loop's thread, read by any. */
public final class RecordingPublisher implements SnapshotPublisher {
  private final List<Published> published = new CopyOnWriteArrayList<>();
  private final List<Beat> beats = new CopyOnWriteArrayList<>();

  /** In the order in which the loop published. */
  public List<Published> published() {
    return published;
  }

  public List<Beat> beats() {
    return beats;
  }

  /** What all published deltas amount to, applied one after the other from {@code EMPTY}. */
  public RegistrySnapshot composed() {
    RegistrySnapshot snapshot = RegistrySnapshot.EMPTY;
    for (Published each : published) {
      snapshot = each.delta().applyTo(snapshot);
    }
    return snapshot;
  }

  @Override
  public void loaded(RegistrySnapshot snapshot) {
    publish(RegistryDelta.between(RegistrySnapshot.EMPTY, snapshot), snapshot);
  }

  @Override
  public void publish(RegistryDelta delta, RegistrySnapshot snapshot) {
    published.add(new Published(delta, snapshot));
  }

  @Override
  public void beat(RegistrySnapshot snapshot, Instant hubTime) {
    beats.add(new Beat(snapshot, hubTime));
  }

  /** One change. */
  public record Published(RegistryDelta delta, RegistrySnapshot snapshot) {}

  /** One beat. */
  public record Beat(RegistrySnapshot snapshot, Instant hubTime) {}
}
