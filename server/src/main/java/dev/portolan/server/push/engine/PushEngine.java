package dev.portolan.server.push.engine;

import dev.portolan.server.push.engine.view.ResponseCache;

/**
 * What all streams of a hub share: the types, the threads, the encoded responses, the ledger.
 * Thread-safe. The protocol's faces open their streams here.
 */
public final class PushEngine {
  /** Bytes of encoded responses that are kept for streams at the same views. */
  public static final long DEFAULT_CACHE_BYTES = 64L << 20;

  private final ResourceTypes types;
  private final PushLoop loop;
  private final DeliveryLedger ledger;
  private final ResponseCache cache;

  public PushEngine(ResourceTypes types, PushLoop loop, DeliveryLedger ledger) {
    this(types, loop, ledger, new ResponseCache(DEFAULT_CACHE_BYTES));
  }

  PushEngine(ResourceTypes types, PushLoop loop, DeliveryLedger ledger, ResponseCache cache) {
    this.types = types;
    this.loop = loop;
    this.ledger = ledger;
    this.cache = cache;
  }

  /** A stream on one of the engine's threads; it sends once it has a view and a request. */
  public StreamMailbox open(Subscriber subscriber, Outlet outlet) {
    PushStream stream = new PushStream(types, cache, ledger, subscriber, outlet);
    return new StreamMailbox(loop.pin(), stream, outlet, subscriber.id());
  }
}
