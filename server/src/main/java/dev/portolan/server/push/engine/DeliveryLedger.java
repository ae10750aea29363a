package dev.portolan.server.push.engine;

import dev.portolan.server.push.engine.view.Point;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What each subscriber has made of what it was sent. Thread-safe: streams write, anyone reads. The
 * last word of a subscriber stays when its stream ends, so that one can see where a lost one stood.
 */
public final class DeliveryLedger {
  private static final int MAX_SUBSCRIBERS = 10_000;

  private final Map<String, Delivery> deliveries = new ConcurrentHashMap<>();

  /**
   * A subscriber's state.
   *
   * @param applied the last bookmark that it confirmed: what is in force there
   * @param refused what it refused and is not sent again, sorted by type and name
   */
  public record Delivery(Optional<Point> applied, List<Refusal> refused) {
    static final Delivery NONE = new Delivery(Optional.empty(), List.of());

    public Delivery {
      refused = List.copyOf(refused);
    }
  }

  /** The state of a subscriber; empty lists when nothing is known of it. */
  public Delivery of(String subscriber) {
    return deliveries.getOrDefault(subscriber, Delivery.NONE);
  }

  void applied(String subscriber, Point point) {
    put(subscriber, new Delivery(Optional.of(point), of(subscriber).refused()));
  }

  void refused(String subscriber, List<Refusal> refused) {
    put(subscriber, new Delivery(of(subscriber).applied(), refused));
  }

  /** Its stream is over, and with it what was held back on it. */
  void disconnected(String subscriber) {
    deliveries.computeIfPresent(
        subscriber, (same, delivery) -> new Delivery(delivery.applied(), List.of()));
  }

  // Names come from peers: the ledger must not grow with whatever they invent.
  private void put(String subscriber, Delivery delivery) {
    if (deliveries.size() < MAX_SUBSCRIBERS || deliveries.containsKey(subscriber)) {
      deliveries.put(subscriber, delivery);
    }
  }
}
