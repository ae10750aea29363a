package dev.portolan.simulation.disk;

import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Revision;
import dev.portolan.server.control.Lineage;
import dev.portolan.server.control.RegistryStore;
import dev.portolan.server.control.StoreException;
import dev.portolan.server.control.StoreFailedException;
import dev.portolan.server.control.StoreFullException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What a hub's store holds. A change is on it, all of it or nothing, when {@link
 * RegistryStore#append} returns; where the machine stops within the call, either may be.
 */
public final class HubDisk {
  private final Random random;
  private final Durable durable;
  private final List<RegistrySnapshot> states;
  private RegistrySnapshot held;
  private Lineage lineage;
  private Condition condition = Condition.SOUND;
  private @Nullable Runnable crash;

  /** How the disk is. */
  public enum Condition {
    SOUND,
    /** Takes nothing until there is room. */
    FULL,
    /** Fails, and nobody can tell what of the last write is there. */
    FAILING
  }

  /** Told of what is on the disk. */
  @FunctionalInterface
  public interface Durable {
    void changed(RegistrySnapshot before, RegistryDelta delta, RegistrySnapshot after);
  }

  private HubDisk(Random random, Durable durable, List<RegistrySnapshot> states, Lineage lineage) {
    this.random = random;
    this.durable = durable;
    this.states = new ArrayList<>(states);
    this.held = states.get(states.size() - 1);
    this.lineage = lineage;
  }

  /**
   * An empty one, which begins an epoch.
   *
   * @param durable told of every change that is on it
   */
  public static HubDisk blank(Random random, Durable durable) {
    String epoch = "%016x".formatted(random.nextLong() | 1);
    return new HubDisk(
        random,
        durable,
        List.of(RegistrySnapshot.empty(new Revision(epoch, 0))),
        Lineage.unknown(epoch));
  }

  /** Another one, which is empty. */
  public HubDisk blank() {
    return blank(random, durable);
  }

  /** As it is now; nothing that follows is in it. */
  public HubDisk copy() {
    return new HubDisk(random, durable, states, lineage);
  }

  /** What was on it, one state after the other. */
  public List<RegistrySnapshot> states() {
    return states;
  }

  /** What is on it. */
  public RegistrySnapshot held() {
    return held;
  }

  public void become(Condition next) {
    condition = next;
  }

  /** The machine stops within the next write. */
  public void crashInNextWrite(Runnable stop) {
    crash = stop;
  }

  /** For one process of the hub. */
  public RegistryStore open() {
    return new Store();
  }

  /** Not a failure of the disk: the process that calls is no more. */
  public static final class GoneException extends RuntimeException {
    private static final long serialVersionUID = 1;

    GoneException() {
      super("the machine has stopped");
    }
  }

  private final class Store implements RegistryStore {
    private String start = "";

    @Override
    public RegistrySnapshot load() {
      return held;
    }

    @Override
    public Lineage begin(String name) {
      start = name;
      lineage = lineage.begun(name, held.revision());
      return lineage;
    }

    @Override
    public RegistryDelta append(RegistryDelta proposed) {
      Runnable stop = crash;
      if (stop != null) {
        crash = null;
        if (random.nextBoolean()) {
          put(proposed);
        }
        stop.run();
        throw new GoneException();
      }
      check(proposed);
      put(proposed);
      return proposed;
    }

    private void check(@Nullable RegistryDelta proposed) {
      if (condition == Condition.FULL) {
        throw new StoreFullException("no space left", new IOException("ENOSPC"));
      }
      if (condition == Condition.FAILING) {
        if (proposed != null && random.nextBoolean()) {
          put(proposed);
        }
        throw new StoreFailedException("the disk fails", new IOException("EIO"));
      }
    }

    private void put(RegistryDelta delta) {
      if (!delta.from().equals(held.revision())) {
        throw new StoreException(
            "append from %s to a store at %s".formatted(delta.from(), held.revision()));
      }
      RegistrySnapshot before = held;
      held = delta.applyTo(held);
      states.add(held);
      if (!lineage.epoch().equals(held.revision().epoch())) {
        lineage = Lineage.opened(start, held.revision());
      }
      durable.changed(before, delta, held);
    }

    @Override
    public void probe() {
      check(null);
    }

    @Override
    public void close() {
      // It stays.
    }
  }
}
