package dev.portolan.server.push;

import dev.portolan.server.control.FaultPolicy;
import dev.portolan.server.control.SnapshotPublisher;
import dev.portolan.server.push.engine.DeliveryLedger;
import dev.portolan.server.push.engine.Limits;
import dev.portolan.server.push.engine.PushEngine;
import dev.portolan.server.push.engine.PushLoop;
import dev.portolan.server.push.engine.face.DiscoveryService;
import dev.portolan.server.push.engine.face.Doors;
import dev.portolan.server.security.Authenticator;
import io.grpc.BindableService;
import java.time.Clock;
import java.util.concurrent.ExecutorService;

/**
 * The room put together: what the registry loop publishes to, the service that a server binds, and
 * the ledger that others read. Close it after the server.
 */
public final class Push implements AutoCloseable {
  private final ExecutorService thread;
  private final PushLoop loop;
  private final DeliveryLedger ledger = new DeliveryLedger();
  private final RegistryProjection projection;
  private final PushEngine engine;
  private final BindableService service;

  /** With threads of its own. */
  public Push(Authenticator authenticator, Receipts receipts, Clock clock, FaultPolicy faults) {
    this(
        authenticator,
        receipts,
        clock,
        faults,
        PushLoop.thread("portolan-projection"),
        new PushLoop(PushLoop.DEFAULT_STRIPES));
  }

  /**
   * With threads that are given, and closed with it.
   *
   * @param thread of the projection: runs one task at a time, in order
   */
  public Push(
      Authenticator authenticator,
      Receipts receipts,
      Clock clock,
      FaultPolicy faults,
      ExecutorService thread,
      PushLoop loop) {
    this.thread = thread;
    this.loop = loop;
    engine = new PushEngine(PushTypes.ALL, loop, ledger, Limits.STANDARD);
    projection = new RegistryProjection(thread, clock, faults);
    service =
        DiscoveryService.aggregated(
            new Doors(
                engine, projection, new NodeGate(authenticator, receipts), new RejectionReader()));
  }

  /** To be told by the registry loop. */
  public SnapshotPublisher publisher() {
    return projection;
  }

  /** Aggregated discovery, in both variants. */
  public BindableService service() {
    return service;
  }

  /** What each agent has applied and refused, by origin. */
  public DeliveryLedger ledger() {
    return ledger;
  }

  /** Ends all streams in a way that lets their agents go elsewhere. */
  public void drain() {
    engine.drain();
  }

  @Override
  public void close() {
    thread.shutdown();
    loop.close();
  }
}
