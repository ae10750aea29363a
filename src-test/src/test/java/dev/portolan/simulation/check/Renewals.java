package dev.portolan.simulation.check;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.Registration;
import dev.portolan.registry.RegistrationKey;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.Session;
import dev.portolan.simulation.disk.HubDisk;
import dev.portolan.simulation.network.Tap;
import dev.portolan.v1.DeregisterRequest;
import dev.portolan.v1.RegisterRequest;
import dev.portolan.v1.RegisterResponse;
import dev.portolan.v1.RegistrationName;
import dev.portolan.v1.RegistrationState;
import dev.portolan.v1.RenewRequest;
import dev.portolan.v1.ReportRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What is registered by RPC: what is acknowledged is durable (P3), and nothing goes that nobody
 * deregistered and whose session was answered within its TTL (P1), nor while nobody else was heard
 * either, but by a hold that somebody released or time confirmed (ADR 0047).
 */
public final class Renewals implements Tap, HubDisk.Durable {
  // A look at the leases may come that much early or late.
  private static final Duration SLACK = Duration.ofSeconds(1);
  private static final Session NONE = new Session("agent", 1);

  private final Supplier<HubDisk> disk;
  private final Supplier<Moment> now;
  private final List<String> broken = new ArrayList<>();
  private final Map<Speaker, Moment> heard = new HashMap<>();
  // Of each call that is not answered yet.
  private final Map<Object, Speaker> callers = new HashMap<>();
  private final Map<Speaker, Moment> answered = new HashMap<>();
  private final Map<Object, Asked> registers = new HashMap<>();
  private final Set<RegistrationKey> deregistered = new HashSet<>();
  private final Map<RegistrationKey, Long> removed = new HashMap<>();
  private long changes;

  /**
   * Who is heard.
   *
   * @param session {@link #NONE} for an agent
   */
  private record Speaker(OriginId origin, Session session) {}

  private record Asked(RegisterRequest request, long change) {}

  /**
   * Nothing seen yet.
   *
   * @param disk that the hub has now
   */
  public Renewals(Supplier<HubDisk> disk, Supplier<Moment> now) {
    this.disk = disk;
    this.now = now;
  }

  /** What went or was missing without a reason. */
  public List<String> broken() {
    return broken;
  }

  @Override
  public void heard(Object call, String method, byte[] request) {
    switch (method) {
      case "Register" -> {
        RegisterRequest said = Words.read(RegisterRequest.parser(), request);
        registers.put(call, new Asked(said, changes));
        said.getRegistrationsList()
            .forEach(each -> deregistered.remove(key(said.getOrigin(), each)));
        hear(call, said.getOrigin(), said.getSession());
      }
      case "Renew" -> {
        RenewRequest said = Words.read(RenewRequest.parser(), request);
        hear(call, said.getOrigin(), said.getSession());
      }
      case "Deregister" -> {
        DeregisterRequest said = Words.read(DeregisterRequest.parser(), request);
        said.getRegistrationsList().forEach(each -> deregistered.add(key(said.getOrigin(), each)));
        hear(call, said.getOrigin(), said.getSession());
      }
      case "Report" -> {
        ReportRequest said = Words.read(ReportRequest.parser(), request);
        // Any of them will do: whoever has greeted speaks on.
        hear(
            new Speaker(
                new OriginId(said.hasHello() ? said.getHello().getOrigin() : "somebody"), NONE));
      }
      default -> {
        // Says nothing of leases.
      }
    }
  }

  private void hear(Object call, String origin, dev.portolan.v1.Session said) {
    Speaker caller =
        new Speaker(new OriginId(origin), new Session(said.getName(), said.getIncarnation()));
    callers.put(call, caller);
    hear(caller);
  }

  private void hear(Speaker speaker) {
    heard.put(speaker, now.get());
  }

  @Override
  public void answered(Object call, String method, byte[] response) {
    Speaker caller = callers.remove(call);
    if (caller != null) {
      answered.put(caller, now.get());
    }
    Asked asked = registers.remove(call);
    if (asked == null) {
      return;
    }
    RegisterResponse said = Words.read(RegisterResponse.parser(), response);
    RegistrySnapshot held = disk.get().held();
    for (int i = 0; i < said.getOutcomesCount(); i++) {
      RegistrationKey key = key(asked.request().getOrigin(), asked.request().getRegistrations(i));
      boolean gone = removed.getOrDefault(key, -1L) >= asked.change();
      if (said.getOutcomes(i).getState() == RegistrationState.REGISTRATION_STATE_REGISTERED
          && held.find(key).isEmpty()
          && !gone) {
        broken.add("P3: %s is acknowledged as registered, and not on the disk".formatted(key));
      }
    }
  }

  @Override
  public void changed(RegistrySnapshot before, RegistryDelta delta, RegistrySnapshot after) {
    changes++;
    for (ResourceKey each : delta.removals()) {
      if (each instanceof RegistrationKey key) {
        removed.put(key, changes);
        before
            .find(key)
            .map(Recorded::resource)
            .map(Registration.class::cast)
            .filter(gone -> !deregistered.contains(key))
            .ifPresent(gone -> expired(gone, before));
      }
    }
  }

  private void expired(Registration gone, RegistrySnapshot before) {
    if (before.holds(gone.origin()).stream()
        .anyMatch(hold -> hold.keys().contains(gone.key().slice()))) {
      // It had ended before it was held; when it may go is checked with all other holds.
      return;
    }
    Moment moment = now.get();
    Speaker own = new Speaker(gone.origin(), gone.session());
    Duration since = since(own, moment);
    Duration silent = moment.awake().minus(since);
    if (silent.compareTo(gone.ttl().minus(SLACK)) < 0) {
      broken.add(
          "P1: %s is withdrawn after %d ms, with a TTL of %d s"
              .formatted(gone.key(), silent.toMillis(), gone.ttl().toSeconds()));
    }
    // Had the way to all of them broken, nobody was heard in the last half of the TTL.
    Duration late = since.plus(gone.ttl().dividedBy(2)).minus(SLACK);
    boolean several = sessions(before, gone.origin()) > 1;
    boolean othersHeard =
        heard.entrySet().stream()
            .filter(each -> !each.getKey().equals(own))
            .filter(each -> !several || each.getKey().origin().equals(gone.origin()))
            .map(Map.Entry::getValue)
            .filter(each -> each.start() == moment.start())
            .anyMatch(each -> each.awake().compareTo(late) >= 0);
    if (!othersHeard && (several || knowsOthers(before, gone.origin()))) {
      broken.add("P1: %s is withdrawn by a hub that heard nobody else".formatted(gone.key()));
    }
  }

  private static long sessions(RegistrySnapshot before, OriginId origin) {
    return before.origin(origin).registrations().stream()
        .map(each -> each.resource().session())
        .distinct()
        .count();
  }

  private static boolean knowsOthers(RegistrySnapshot before, OriginId origin) {
    return before.origins().keySet().stream()
        .filter(other -> !other.equals(origin))
        .anyMatch(
            other ->
                before.progress(other).incarnation() > 0
                    || !before.origin(other).registrations().isEmpty());
  }

  // Whoever ends within a call was heard perhaps, and renewed nothing.
  private Duration since(Speaker speaker, Moment moment) {
    Moment last = answered.get(speaker);
    return last == null ? Duration.ZERO : last.within(moment);
  }

  private static RegistrationKey key(String origin, RegistrationName name) {
    return key(origin, name.getNamespace(), name.getService(), name.getId());
  }

  private static RegistrationKey key(String origin, dev.portolan.v1.Registration said) {
    return key(origin, said.getNamespace(), said.getService(), said.getId());
  }

  private static RegistrationKey key(String origin, String namespace, String service, String id) {
    return new RegistrationKey(new ServiceKey(new OriginId(origin), namespace, service), id);
  }
}
