package dev.portolan.agent.downlink;

import dev.portolan.registry.Finding;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Remembers what the hub sent up to the last consistent point, so that a later process begins there
 * and not at nothing. What it gives back is what was received, so there is one way to understand
 * it. Called on the downlink's loop. A journal that fails says so as a finding: it costs the memory
 * of a later process, never the stream of this one.
 */
public interface PointJournal extends AutoCloseable {
  /** Remembers nothing. */
  PointJournal NONE =
      new PointJournal() {
        @Override
        public void replay(Consumer<DeltaDiscoveryResponse> responses) {}

        @Override
        public void add(DeltaDiscoveryResponse response) {}

        @Override
        public void point(DeltaDiscoveryResponse bookmark) {}

        @Override
        public void abandon() {}

        @Override
        public Optional<Finding> problem() {
          return Optional.empty();
        }

        @Override
        public void close() {}
      };

  /**
   * Says again, in order, what was received up to the last point, bookmarks included. Called once,
   * before anything else.
   */
  void replay(Consumer<DeltaDiscoveryResponse> responses);

  /** A response on the way to the next point. */
  void add(DeltaDiscoveryResponse response);

  /** The point is reached: all that was added since the one before belongs to it. */
  void point(DeltaDiscoveryResponse bookmark);

  /** The stream broke on the way to the next point: what was added since the last one is void. */
  void abandon();

  /** Why nothing is remembered any more, if so; from any thread. */
  Optional<Finding> problem();

  @Override
  void close();
}
