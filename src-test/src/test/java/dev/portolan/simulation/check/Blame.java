package dev.portolan.simulation.check;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.portolan.registry.Liveness;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.simulation.disk.HubDisk;
import dev.portolan.simulation.network.Tap;
import dev.portolan.v1.RegisterRequest;
import dev.portolan.v1.RegisterResponse;
import dev.portolan.v1.RenewRequest;
import dev.portolan.v1.RenewResponse;
import dev.portolan.v1.ReportRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Nobody is said to be lost who was not silent for a whole lease while the hub was awake and heard
 * somebody else.
 */
public final class Blame implements Tap, HubDisk.Durable {
  // A look at the leases may come that much early or late.
  private static final Duration SLACK = Duration.ofSeconds(2);

  // Whoever is not heard for longer is not heard just now: 1.4 heartbeats, of a lease of three.
  private static final double HEARING = 1.4 / 3;

  private final Duration lease;
  private final Supplier<Duration> awake;
  private final IntSupplier start;
  private final List<String> broken = new ArrayList<>();
  private final Map<Object, OriginId> callers = new HashMap<>();
  private final Map<Object, OriginId> registrants = new HashMap<>();
  private final Map<OriginId, Heard> heard = new HashMap<>();

  private Heard first = new Heard(0, Duration.ZERO);
  private Heard last = new Heard(0, Duration.ZERO);

  /**
   * When somebody was heard.
   *
   * @param start by which process of the hub
   * @param awake for how long that had been awake
   */
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
      registering(call, method, request);
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
      heard(caller, new Heard(start.getAsInt(), awake.get()));
    }
  }

  private void registering(Object call, String method, byte[] request) {
    try {
      if (method.equals("Renew")) {
        registrants.put(call, new OriginId(RenewRequest.parseFrom(request).getOrigin()));
      } else if (method.equals("Register")) {
        registrants.put(call, new OriginId(RegisterRequest.parseFrom(request).getOrigin()));
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("somebody registered what cannot be read", e);
    }
  }

  // Renewals of what is not registered any more are no sign of life.
  @Override
  public void answered(Object call, String method, byte[] response) {
    OriginId registrant = registrants.remove(call);
    if (registrant == null) {
      return;
    }
    try {
      int registrations =
          method.equals("Renew")
              ? RenewResponse.parseFrom(response).getRegistrations()
              : method.equals("Register")
                  ? RegisterResponse.parseFrom(response).getRegistrations()
                  : 0;
      if (registrations > 0) {
        heard(registrant, new Heard(start.getAsInt(), awake.get()));
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the hub said what cannot be read", e);
    }
  }

  private void heard(OriginId caller, Heard now) {
    heard.put(caller, now);
    if (last.start() != now.start()
        || now.awake().minus(last.awake()).compareTo(hearing().plus(SLACK)) > 0) {
      first = now;
    }
    last = now;
  }

  private Duration hearing() {
    return Duration.ofMillis((long) (lease.toMillis() * HEARING));
  }

  @Override
  public void changed(RegistrySnapshot before, RegistryDelta delta, RegistrySnapshot after) {
    lost(delta).stream()
        .filter(origin -> before.liveness(origin).filter(Liveness::lost).isEmpty())
        .forEach(this::lost);
  }

  /** Whom a change says to be lost. */
  public static List<OriginId> lost(RegistryDelta delta) {
    return delta.upserts().values().stream()
        .map(Recorded::resource)
        .filter(Liveness.class::isInstance)
        .map(Liveness.class::cast)
        .filter(Liveness::lost)
        .map(Liveness::origin)
        .toList();
  }

  private void lost(OriginId origin) {
    Heard own = heard.get(origin);
    Duration since = own == null || own.start() != start.getAsInt() ? Duration.ZERO : own.awake();
    boolean deaf =
        last.start() != start.getAsInt()
            || awake.get().minus(last.awake()).compareTo(hearing().plus(SLACK)) > 0;
    // Time in which nobody was heard does not count.
    Duration from = first.awake().compareTo(since) > 0 ? first.awake() : since;
    Duration silent = awake.get().minus(from);
    if (deaf || silent.compareTo(lease.minus(SLACK)) < 0) {
      broken.add(
          "P1: %s is said to be lost after %d.%03d s of silence%s"
              .formatted(
                  origin,
                  silent.toSeconds(),
                  silent.toMillisPart(),
                  deaf ? ", by a hub that hears nobody" : ""));
    }
  }
}
