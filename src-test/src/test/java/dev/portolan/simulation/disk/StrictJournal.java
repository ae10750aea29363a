package dev.portolan.simulation.disk;

import dev.portolan.agent.downlink.PointJournal;
import dev.portolan.registry.Finding;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * A journal on a disk that may be full: from the first write that finds no room on nothing more is
 * written, as the real one does after a failure. What was written of that may be there in part.
 */
final class StrictJournal implements PointJournal {
  private final PointJournal journal;
  private final BooleanSupplier full;
  private final LongSupplier size;
  private final LongConsumer torn;
  private boolean failed;

  /**
   * On a disk with room.
   *
   * @param size of the file
   * @param torn leaves of what was written beyond a size some part
   */
  StrictJournal(PointJournal journal, BooleanSupplier full, LongSupplier size, LongConsumer torn) {
    this.journal = journal;
    this.full = full;
    this.size = size;
    this.torn = torn;
  }

  @Override
  public void replay(Consumer<DeltaDiscoveryResponse> responses) {
    journal.replay(responses);
  }

  @Override
  public void add(DeltaDiscoveryResponse response) {
    write(() -> journal.add(response));
  }

  @Override
  public void point(DeltaDiscoveryResponse bookmark) {
    write(() -> journal.point(bookmark));
  }

  @Override
  public void abandon() {
    write(journal::abandon);
  }

  private void write(Runnable step) {
    if (failed) {
      return;
    }
    long before = size.getAsLong();
    step.run();
    if (full.getAsBoolean()) {
      failed = true;
      torn.accept(before);
    }
  }

  @Override
  public Optional<Finding> problem() {
    return journal.problem();
  }

  @Override
  public void close() {
    journal.close();
  }
}
