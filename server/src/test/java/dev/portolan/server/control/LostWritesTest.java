package dev.portolan.server.control;

import static dev.portolan.server.control.Events.puts;
import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ReportProgress;
import dev.portolan.registry.Revision;
import dev.portolan.server.control.RegistryEvent.Complete;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A hub that wrote up to 3, was put back to 2 and started again. */
@Timeout(30)
final class LostWritesTest {
  private final FakeStore store = new FakeStore();
  private final RecordingPublisher publisher = new RecordingPublisher();
  private final CollectedFaults faults = new CollectedFaults();
  private String first = "";
  private RegistryLoop loop;
  private LostWrites lostWrites;

  @BeforeEach
  void putBack() {
    RegistrySnapshot backup;
    Lineage lineage;
    try (RegistryLoop before = loop(List.of())) {
      before.start();
      before.submit(puts(EAST, 5, 1, service(EAST, "reviews", 80))).join();
      before.submit(new Complete(EAST, 5, Set.of(service(EAST, "reviews", 80).key()))).join();
      backup = before.snapshot();
      lineage = before.lineage();
      before.submit(puts(EAST, 5, 2, service(EAST, "ratings", 80))).join();
      first = lineage.starts().get(0).name();
    }
    store.putBack(backup, lineage);
    loop = loop(List.of(publisher));
    loop.start();
    lostWrites = new LostWrites(loop);
  }

  @AfterEach
  void close() {
    loop.close();
    assertThat(faults.causes()).isEmpty();
  }

  private RegistryLoop loop(List<SnapshotPublisher> publishers) {
    return new RegistryLoop(
        RegistryLoop.Settings.DEFAULT, store, Clock.systemUTC(), publishers, faults);
  }

  private static Revision at(long sequence) {
    return FakeStore.START.at(sequence);
  }

  private void awaitAnotherEpoch() {
    await().until(() -> !loop.snapshot().revision().comparableWith(FakeStore.START));
  }

  @Test
  void aRevisionThatIsThereProvesNothing() {
    assertThat(lostWrites.provenBy("west-1", at(2), first)).isFalse();
    assertThat(lostWrites.provenByReport(EAST, 5, FakeStore.START.epoch(), 1)).isFalse();
    assertThat(lostWrites.provenByReport(EAST, 4, FakeStore.START.epoch(), 9)).isFalse();

    assertThat(loop.snapshot().revision()).isEqualTo(at(2));
  }

  @Test
  void aRevisionThatIsNotThereBeginsAnEpochWithTheSameRecords() {
    RegistrySnapshot before = loop.snapshot();

    assertThat(lostWrites.provenBy("west-1", at(3), first)).isTrue();

    awaitAnotherEpoch();
    RegistrySnapshot after = loop.snapshot();
    assertThat(after.revision().sequence()).isEqualTo(3);
    assertThat(after.origin(EAST).services())
        .containsExactlyElementsOf(before.origin(EAST).services());
    ReportProgress progress = after.progress(EAST);
    assertThat(progress).isEqualTo(new ReportProgress(progress.key(), 5, 1, false, false));
    assertThat(store.held()).isEqualTo(after);
    assertThat(publisher.composed()).isEqualTo(after);
  }

  @Test
  void aBatchThatIsNotThereBeginsAnEpoch() {
    assertThat(lostWrites.provenByReport(EAST, 5, FakeStore.START.epoch(), 2)).isTrue();

    awaitAnotherEpoch();
  }

  @Test
  void anEpochBeginsOnceInAProcess() {
    assertThat(lostWrites.provenBy("west-1", at(3), first)).isTrue();
    awaitAnotherEpoch();
    Revision after = loop.snapshot().revision();

    // The same proof again speaks of an epoch that is over, another one is not believed.
    assertThat(lostWrites.provenBy("north-1", at(3), first)).isFalse();
    assertThat(lostWrites.provenBy("north-1", after.at(9000), "00000000000000ff")).isFalse();
    loop.submit(puts(EAST, 5, 2, service(EAST, "ratings", 80))).join();

    assertThat(loop.snapshot().revision()).isEqualTo(after.next());
  }

  @Test
  void aStoreThatRefusesIsTriedAgainWithTheNextProof() {
    store.failWith(new StoreException("full"));
    assertThat(lostWrites.provenBy("west-1", at(3), first)).isTrue();
    loop.submit(puts(EAST, 5, 2, service(EAST, "ratings", 80)))
        .handle((outcome, failure) -> failure)
        .join();
    assertThat(loop.snapshot().revision()).isEqualTo(at(2));
    store.recover();

    await()
        .until(
            () -> {
              lostWrites.provenBy("west-1", at(3), first);
              return !loop.snapshot().revision().comparableWith(FakeStore.START);
            });
  }
}
