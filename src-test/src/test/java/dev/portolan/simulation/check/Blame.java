package dev.portolan.simulation.check;

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
  private final Supplier<Moment> now;
  private final List<String> broken = new ArrayList<>();
  private final Map<Object, OriginId> callers = new HashMap<>();
  private final Map<Object, OriginId> registrants = new HashMap<>();
  private final Map<OriginId, Moment> heard = new HashMap<>();

  private Moment first = new Moment(0, Duration.ZERO);
  private Moment last = new Moment(0, Duration.ZERO);

  /**
   * Nothing seen yet.
   *
   * @param lease of the hub's origins
   */
  public Blame(Duration lease, Supplier<Moment> now) {
    this.lease = lease;
    this.now = now;
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
    ReportRequest said = Words.read(ReportRequest.parser(), request);
    if (said.hasHello()) {
      callers.put(call, new OriginId(said.getHello().getOrigin()));
    }
    OriginId caller = callers.get(call);
    if (caller != null) {
      heard(caller, now.get());
    }
  }

  private void registering(Object call, String method, byte[] request) {
    if (method.equals("Renew")) {
      registrants.put(call, new OriginId(Words.read(RenewRequest.parser(), request).getOrigin()));
    } else if (method.equals("Register")) {
      registrants.put(
          call, new OriginId(Words.read(RegisterRequest.parser(), request).getOrigin()));
    }
  }

  // Renewals of what is not registered any more are no sign of life.
  @Override
  public void answered(Object call, String method, byte[] response) {
    OriginId registrant = registrants.remove(call);
    if (registrant == null) {
      return;
    }
    int registrations =
        method.equals("Renew")
            ? Words.read(RenewResponse.parser(), response).getRegistrations()
            : Words.read(RegisterResponse.parser(), response).getRegistrations();
    if (registrations > 0) {
      heard(registrant, now.get());
    }
  }

  private void heard(OriginId caller, Moment at) {
    heard.put(caller, at);
    if (deafAt(at)) {
      first = at;
    }
    last = at;
  }

  /** Whether nobody had been heard for so long that the hub may not have been able to. */
  private boolean deafAt(Moment at) {
    return last.start() != at.start()
        || at.awake().minus(last.awake()).compareTo(hearing().plus(SLACK)) > 0;
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
    Moment at = now.get();
    Moment own = heard.get(origin);
    Duration since = own == null ? Duration.ZERO : own.within(at);
    boolean deaf = deafAt(at);
    // Time in which nobody was heard does not count.
    Duration from = first.awake().compareTo(since) > 0 ? first.awake() : since;
    Duration silent = at.awake().minus(from);
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
