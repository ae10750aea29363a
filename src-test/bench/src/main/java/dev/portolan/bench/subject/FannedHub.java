package dev.portolan.bench.subject;

import dev.portolan.bench.process.ServerProcess;
import dev.portolan.bench.wire.AgentGroup;
import dev.portolan.bench.wire.Frame;
import dev.portolan.bench.wire.Latencies;
import dev.portolan.bench.wire.World;
import dev.portolan.registry.Revision;
import dev.portolan.wire.xds.ResourceType;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** A hub with as many origins as writers: each reports one change at a time. */
public final class FannedHub implements Fanned {
  private static final byte[] SLICES =
      ResourceType.SLICE.typeUrl().getBytes(StandardCharsets.UTF_8);

  private final Hub hub;
  private final int writers;
  private final Latencies latencies;
  private final AgentGroup agents;

  private FannedHub(Hub hub, int writers, int watchers) {
    this.hub = hub;
    this.writers = writers;
    this.latencies = new Latencies(hub.services());
    this.agents = hub.connect(watchers, i -> hub.holding(i, hub.revision()), frame -> read(frame));
  }

  /** Starts one and lets the watchers connect. */
  public static FannedHub start(Place place, int heap, int writers, int watchers, int records) {
    Hub hub = Hub.start(place, heap, writers, watchers);
    try {
      hub.seed(records);
      return new FannedHub(hub, writers, watchers);
    } catch (RuntimeException e) {
      hub.close();
      throw e;
    }
  }

  private void read(Frame frame) {
    if (frame.isOf(SLICES)) {
      frame.forEach((name, version) -> latencies.arrived(World.number(name)));
    }
  }

  /** For what its watchers do not do. */
  public Hub hub() {
    return hub;
  }

  @Override
  public String name() {
    return "Portolan";
  }

  @Override
  public ServerProcess server() {
    return hub.server();
  }

  @Override
  public Latencies latencies() {
    return latencies;
  }

  @Override
  public CompletableFuture<Revision> write(int writer, int turn) {
    int each = hub.services() / writers;
    int number = writer + turn % each * writers;
    latencies.written(number);
    return hub.change(number, World.slice(number, turn / each + 1));
  }

  @Override
  public void close() {
    agents.close();
    hub.close();
  }
}
