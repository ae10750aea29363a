package dev.portolan.server.push.engine;

import dev.portolan.server.push.engine.view.ResponseCache;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What all streams of a hub share: the types, the threads, the encoded responses, the ledger, and
 * the bounds of what they may cost together. Thread-safe. The protocol's faces open their streams
 * here.
 */
public final class PushEngine {
  /** Bytes of encoded responses that are kept for streams at the same views. */
  public static final long DEFAULT_CACHE_BYTES = 64L << 20;

  private final ResourceTypes types;
  private final PushLoop loop;
  private final DeliveryLedger ledger;
  private final Limits limits;
  private final ResponseCache cache = new ResponseCache(DEFAULT_CACHE_BYTES);
  private final Turns bulk;
  private final Admission admission;
  private final Set<StreamMailbox> streams = ConcurrentHashMap.newKeySet();

  public PushEngine(ResourceTypes types, PushLoop loop, DeliveryLedger ledger, Limits limits) {
    this(types, loop, ledger, limits, loop.timer());
  }

  PushEngine(
      ResourceTypes types, PushLoop loop, DeliveryLedger ledger, Limits limits, Turns.Timer timer) {
    this.types = types;
    this.loop = loop;
    this.ledger = ledger;
    this.limits = limits;
    this.bulk = new Turns(limits.bulky(), Integer.MAX_VALUE, limits.bulkyLapse(), timer);
    this.admission = new Admission(limits, timer);
  }

  /** Whom a stream asks before anything is read from it. */
  public Admission admission() {
    return admission;
  }

  /** A stream on one of the engine's threads; it sends once it has a view and a request. */
  public StreamMailbox open(
      Subscriber subscriber, StreamKind kind, Outlet outlet, Admission.Entry entry) {
    StreamMailbox mailbox =
        new StreamMailbox(loop.pin(), outlet, subscriber.id(), entry, streams::remove);
    mailbox.begin(
        new PushStream(
            types,
            cache,
            limits.stateBytes(),
            ledger,
            subscriber,
            kind,
            outlet,
            new Pace(bulk, limits.bulkyBytes(), mailbox::wake)));
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
