package dev.portolan.agent.downlink;

import dev.portolan.registry.Finding;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Remembers in memory. The next process gets what this one reached. */
final class FakePointJournal implements PointJournal {
  private final List<DeltaDiscoveryResponse> reached = new ArrayList<>();
  private final List<DeltaDiscoveryResponse> added = new ArrayList<>();
  private boolean closed;

  /** How many responses and bookmarks a later process would be given. */
  int size() {
    return reached.size();
  }

  boolean closed() {
    return closed;
  }

  @Override
  public void replay(Consumer<DeltaDiscoveryResponse> responses) {
    reached.forEach(responses);
  }

  @Override
  public void add(DeltaDiscoveryResponse response) {
    added.add(response);
  }

  @Override
  public void point(DeltaDiscoveryResponse bookmark) {
    reached.addAll(added);
    reached.add(bookmark);
    added.clear();
  }

  @Override
  public void abandon() {
    added.clear();
  }

  @Override
  public Optional<Finding> problem() {
    return Optional.empty();
  }

  @Override
  public void close() {
    closed = true;
  }
}
