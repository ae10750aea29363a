package dev.portolan.server.control;

import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Revision;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/**
 * A store that fails and stalls on command. The test's thread commands and looks, the loop's thread
 * writes.
 */
public final class FakeStore implements RegistryStore {
  public static final Revision START = new Revision("00000000000000aa", 0);

  private final List<RegistryDelta> appends = new CopyOnWriteArrayList<>();
  private final Semaphore entered = new Semaphore(0);
  private final Semaphore gate = new Semaphore(0);
  private volatile RegistrySnapshot held;
  private volatile Lineage lineage;
  private volatile Optional<RuntimeException> failure = Optional.empty();
  private volatile boolean stalling;
  private volatile boolean closed;

  /** Starts empty at {@link #START}. */
  public FakeStore() {
    this(RegistrySnapshot.empty(START));
  }

  public FakeStore(RegistrySnapshot held) {
    this.held = held;
    this.lineage = Lineage.unknown(held.revision().epoch());
  }

  /** From now on {@link #load} and {@link #append} throw this. */
  public void failWith(RuntimeException cause) {
    failure = Optional.of(cause);
  }

  /** From now on nothing fails. */
  public void recover() {
    failure = Optional.empty();
  }

  /** From now on every append waits for {@link #release}. */
  public void stall() {
    stalling = true;
  }

  /** Waits until an append is waiting. */
  public void awaitStalled() {
    entered.acquireUninterruptibly();
  }

  /** Lets the waiting append and all later ones pass. */
  public void release() {
    stalling = false;
    gate.release();
  }

  /** What was made durable, one per write. */
  public List<RegistryDelta> appends() {
    return appends;
  }

  /** What a hub that starts on this store would find. */
  public RegistrySnapshot held() {
    return held;
  }

  /** Goes back to an older state, as by a backup that is restored. */
  public void putBack(RegistrySnapshot older, Lineage olderLineage) {
    held = older;
    lineage = olderLineage;
  }

  /** Who has written here. */
  public Lineage lineage() {
    return lineage;
  }

  public boolean closed() {
    return closed;
  }

  @Override
  public RegistrySnapshot load() {
    throwFailure();
    return held;
  }

  @Override
  public Lineage begin(String start) {
    throwFailure();
    lineage = lineage.begun(start, held.revision());
    return lineage;
  }

  @Override
  public RegistryDelta append(RegistryDelta proposed) {
    if (stalling) {
      entered.release();
      gate.acquireUninterruptibly();
    }
    throwFailure();
    held = proposed.applyTo(held);
    appends.add(proposed);
    return proposed;
  }

  @Override
  public void probe() {
    throwFailure();
  }

  @Override
  public void close() {
    closed = true;
  }

  private void throwFailure() {
    failure.ifPresent(
        cause -> {
          throw cause;
        });
  }
}
