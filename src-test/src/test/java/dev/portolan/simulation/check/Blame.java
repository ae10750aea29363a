package dev.portolan.simulation.check;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.portolan.registry.Liveness;
import dev.portolan.registry.LivenessKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.simulation.disk.HubDisk;
import dev.portolan.simulation.network.Tap;
import dev.portolan.v1.ReportRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Nobody is said to be lost who was not silent for a whole lease while the hub was awake. */
public final class Blame implements Tap, HubDisk.Durable {
  // A look at the leases may come that much early or late.
  private static final Duration SLACK = Duration.ofSeconds(2);

  private final Duration lease;
  private final Supplier<Duration> awake;
  private final IntSupplier start;
  private final List<String> broken = new ArrayList<>();
  private final Map<Object, OriginId> callers = new HashMap<>();
  private final Map<OriginId, Heard> heard = new HashMap<>();

  private record Heard(int start, Duration awake) {}

  /**
   * Nothing seen yet.
   *
   * @param awake for how long the hub's process has been awake
   * @param start which of its processes that is
   */
  public Blame(Duration lease, Supplier<Duration> awake, IntSupplier start) {
    this.lease = lease;
    this.awake = awake;
    this.start = start;
  }

  /** Who was blamed without a reason. */
  public List<String> broken() {
    return broken;
  }

  @Override
  public void heard(Object call, String method, byte[] request) {
    if (!method.equals("Report")) {
      return;
    }
    try {
      ReportRequest said = ReportRequest.parseFrom(request);
      if (said.hasHello()) {
        callers.put(call, new OriginId(said.getHello().getOrigin()));
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("an agent said what cannot be read", e);
    }
    OriginId caller = callers.get(call);
    if (caller != null) {
      heard.put(caller, new Heard(start.getAsInt(), awake.get()));
    }
  }

  @Override
  public void changed(RegistrySnapshot before, RegistryDelta delta, RegistrySnapshot after) {
    for (Map.Entry<ResourceKey, Recorded<?>> entry : delta.upserts().entrySet()) {
      if (entry.getKey() instanceof LivenessKey key
          && entry.getValue().resource() instanceof Liveness liveness
          && liveness.lost()
          && before.liveness(key.origin()).filter(Liveness::lost).isEmpty()) {
        lost(key.origin());
      }
    }
  }

  private void lost(OriginId origin) {
    Heard last = heard.get(origin);
    Duration since =
        last == null || last.start() != start.getAsInt() ? Duration.ZERO : last.awake();
    Duration silent = awake.get().minus(since);
    if (silent.compareTo(lease.minus(SLACK)) < 0) {
      broken.add(
          "P1: %s is said to be lost after %d.%03d s of silence"
              .formatted(origin, silent.toSeconds(), silent.toMillisPart()));
    }
  }
}
