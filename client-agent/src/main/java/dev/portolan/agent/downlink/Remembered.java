package dev.portolan.agent.downlink;

import dev.portolan.wire.Violations;
import dev.portolan.wire.xds.ResourceDecoder;
import dev.portolan.wire.xds.ResourceType;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.util.Optional;

/**
 * Understands a journal as the stream that it was. What this process cannot read of it is refused
 * as it would be on a stream, and asked for again.
 */
final class Remembered {
  private Held pending = Held.NOTHING;
  private Held held = Held.NOTHING;

  private Remembered() {}

  /** What was held at the journal's last point; empty when there was none. */
  static Optional<Held> in(PointJournal journal) {
    Remembered remembered = new Remembered();
    journal.replay(remembered::received);
    return Optional.of(remembered.held).filter(last -> last != Held.NOTHING);
  }

  private void received(DeltaDiscoveryResponse response) {
    Optional<ResourceType> type = ResourceType.byTypeUrl(response.getTypeUrl());
    if (type.isEmpty()) {
      return; // of a later version of the agent: this one never asks for it
    }
    if (type.get() == ResourceType.BOOKMARK) {
      response.getResourcesList().stream().findFirst().ifPresent(this::point);
    } else {
      pending = Intake.of(pending, type.get(), response).held();
    }
  }

  private void point(Resource bookmark) {
    ResourceDecoder.bookmark(bookmark.getResource(), new Violations())
        .ifPresent(
            point -> {
              pending = pending.at(point.revision(), point.start());
              held = pending;
            });
  }
}
