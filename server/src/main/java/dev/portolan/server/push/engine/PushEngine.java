package dev.portolan.server.push.engine;

import dev.portolan.server.push.engine.view.ResponseCache;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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
  private final Set<StreamMailbox> streams = ConcurrentHashMap.newKeySet();

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
  public StreamMailbox open(Subscriber subscriber, StreamKind kind, Outlet outlet) {
    PushStream stream = new PushStream(types, cache, ledger, subscriber, kind, outlet);
    StreamMailbox mailbox =
        new StreamMailbox(loop.pin(), stream, outlet, subscriber.id(), streams::remove);
    streams.add(mailbox);
    return mailbox;
  }

  /** Streams that are open. */
  int streams() {
    return streams.size();
  }

  /** Ends all streams in a way that lets their subscribers go elsewhere. */
  public void drain() {
    streams.forEach(StreamMailbox::drain);
  }
}
