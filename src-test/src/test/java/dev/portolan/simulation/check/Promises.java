package dev.portolan.simulation.check;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.portolan.registry.Hold;
import dev.portolan.registry.HoldKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ReportProgress;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.ServiceKey;
import dev.portolan.server.guard.BrakeLimits;
import dev.portolan.simulation.disk.HubDisk;
import dev.portolan.simulation.network.Tap;
import dev.portolan.v1.BatchAcknowledgement;
import dev.portolan.v1.CompleteAcknowledgement;
import dev.portolan.v1.Hello;
import dev.portolan.v1.ReleaseHoldRequest;
import dev.portolan.v1.ReportRequest;
import dev.portolan.v1.ReportResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What the hub may acknowledge and write: P3 (acknowledged is durable), P4 (the highest incarnation
 * alone speaks for an origin), P5 (an origin's stream changes no other), P8 (too much at once is
 * held, until a person or in time the origin itself says otherwise).
 */
public final class Promises implements Tap, HubDisk.Durable {
  private final Supplier<HubDisk> disk;
  private final BrakeLimits brake;
  private final Supplier<Instant> clock;
  private final List<String> broken = new ArrayList<>();
  private final Set<String> released = new HashSet<>();
  // Of each report stream.
  private final Map<Object, Hello> hellos = new HashMap<>();

  /**
   * Nothing seen yet.
   *
   * @param disk that the hub has now
   * @param clock the hub's
   */
  public Promises(Supplier<HubDisk> disk, BrakeLimits brake, Supplier<Instant> clock) {
    this.disk = disk;
    this.brake = brake;
    this.clock = clock;
  }

  /** Which of them were broken, and how. */
  public List<String> broken() {
    return broken;
  }

  @Override
  public void asked(Object call, String method, byte[] request) {
    if (method.equals("ReleaseHold")) {
      try {
        released.add(ReleaseHoldRequest.parseFrom(request).getName());
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException("a person said what cannot be read", e);
      }
    } else if (method.equals("Report")) {
      try {
        ReportRequest said = ReportRequest.parseFrom(request);
        if (said.hasHello()) {
          hellos.put(call, said.getHello());
        }
      } catch (InvalidProtocolBufferException e) {
        broken.add("an agent said what cannot be read: " + e);
      }
    }
  }

  @Override
  public void answered(Object call, String method, byte[] response) {
    Hello hello = hellos.get(call);
    if (hello != null) {
      try {
        ReportResponse said = ReportResponse.parseFrom(response);
        if (said.hasBatchAcknowledgement()) {
          acknowledged(hello, said.getBatchAcknowledgement());
        } else if (said.hasCompleteAcknowledgement()
            && ofThisEpoch(said.getCompleteAcknowledgement())
            && !progress(hello).complete()) {
          broken.add(
              "P3: the list of %s is acknowledged, and the disk does not say so"
                  .formatted(hello.getOrigin()));
        }
      } catch (InvalidProtocolBufferException e) {
        broken.add("the hub said what cannot be read: " + e);
      }
    }
  }

  // Another one may have begun since, in which everybody lists again; the stream ends next.
  private boolean ofThisEpoch(CompleteAcknowledgement acknowledged) {
    return acknowledged.getRevision().getEpoch().equals(disk.get().held().revision().epoch());
  }

  private ReportProgress progress(Hello hello) {
    return disk.get().held().progress(new OriginId(hello.getOrigin()));
  }

  private void acknowledged(Hello hello, BatchAcknowledgement acknowledged) {
    ReportProgress durable = progress(hello);
    boolean there =
        durable.incarnation() > hello.getIncarnation()
            || (durable.incarnation() == hello.getIncarnation()
                && durable.batch() >= acknowledged.getNumber());
    if (!there) {
      broken.add(
          "P3: batch %d of %s is acknowledged, and on the disk is %s"
              .formatted(acknowledged.getNumber(), hello.getOrigin(), durable));
    }
  }

  @Override
  public void changed(RegistrySnapshot before, RegistryDelta delta, RegistrySnapshot after) {
    for (OriginId origin : before.origins().keySet()) {
      long was = before.progress(origin).incarnation();
      long is = after.progress(origin).incarnation();
      if (is < was) {
        broken.add("P4: incarnation %d of %s wrote after %d".formatted(is, origin, was));
      }
      brake(origin, before, delta);
      before.holds(origin).forEach(hold -> kept(hold, delta));
    }
  }

  private void kept(Hold hold, RegistryDelta delta) {
    // What the hold says is in whole seconds.
    boolean confirmable =
        hold.waiting() && !clock.get().isBefore(hold.since().plus(brake.confirmAfter()));
    List<ResourceKey> gone =
        hold.keys().stream().filter(key -> delta.removals().contains(key)).toList();
    if (!gone.isEmpty() && !confirmable && !released.contains(hold.name())) {
      broken.add("P8: %s are held (%s) and removed".formatted(gone, hold));
    }
  }

  private void brake(OriginId origin, RegistrySnapshot before, RegistryDelta delta) {
    int gone = 0;
    for (ResourceKey key : delta.removals()) {
      if (key instanceof HoldKey hold && hold.origin().equals(origin)) {
        return; // decided by somebody
      }
      if (key instanceof ServiceKey service && service.origin().equals(origin)) {
        gone++;
      }
    }
    int all = before.origin(origin).services().size();
    if (gone > brake.count() && gone * 100 > brake.percent() * all) {
      broken.add("P8: %d of %d services of %s are removed at once".formatted(gone, all, origin));
    }
  }
}
