package dev.portolan.server.control;

import static dev.portolan.server.control.Events.puts;
import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.WEST;
import static dev.portolan.server.control.SampleRecords.service;
import static dev.portolan.server.control.SampleRecords.serviceKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.server.control.NotAcceptedException.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class RegistryLoopTest {
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
  private static final Duration NO_BEAT = Duration.ofHours(1);

  private final FakeStore store = new FakeStore();
  private final RecordingPublisher publisher = new RecordingPublisher();
  private final CollectedFaults faults = new CollectedFaults();
  private final List<RegistryLoop> loops = new ArrayList<>();

  @AfterEach
  void closeLoops() {
    store.release();
    loops.forEach(RegistryLoop::close);
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("registry-loop");
  }

  private RegistryLoop loop(int queueBound, Duration beat, SnapshotPublisher... publishers) {
    RegistryLoop loop =
        new RegistryLoop(
            new RegistryLoop.Settings(queueBound, 100, beat),
            store,
            Clock.fixed(NOW, ZoneOffset.UTC),
            List.of(publishers),
            faults);
    loops.add(loop);
    return loop;
  }

  private RegistryLoop started() {
    RegistryLoop loop = loop(100, NO_BEAT, publisher);
    loop.start();
    return loop;
  }

  private static RegistryEvent report(long number) {
    return puts(EAST, 1, number, service(EAST, "service-" + number, 80));
  }

  private static Throwable failureOf(CompletableFuture<Outcome> future) {
    return future.handle((outcome, failure) -> failure).join();
  }

  @Test
  void startPublishesWhatTheStoreHoldsAsOneDeltaFromEmpty() {
    RegistrySnapshot before =
        RegistryPlanner.plan(
                store.held(), RemovalGuard.NONE, RecentRemovals.NONE, List.of(report(1)), NOW)
            .delta()
            .applyTo(store.held());
    store.append(RegistryDelta.between(store.held(), before));

    RegistryLoop loop = started();

    assertThat(loop.snapshot()).isEqualTo(before);
    assertThat(publisher.published())
        .containsExactly(
            new RecordingPublisher.Published(
                RegistryDelta.between(RegistrySnapshot.EMPTY, before), before));
  }

  @Test
  void startFailsWhenTheStoreCannotBeRead() {
    store.failWith(new StoreException("unreadable"));

    assertThatThrownBy(this::started).isInstanceOf(StoreException.class).hasMessage("unreadable");
    assertThat(store.closed()).isTrue();
    assertThat(publisher.published()).isEmpty();
  }

  @Test
  void anEventIsDurableAndPublishedWhenItIsAcknowledged() {
    RegistryLoop loop = started();

    Outcome outcome = loop.submit(report(1)).join();

    assertThat(outcome).isEqualTo(new Outcome(FakeStore.START.next(), 0, 0, Optional.empty()));
    assertThat(store.held()).isEqualTo(loop.snapshot());
    assertThat(publisher.composed()).isEqualTo(loop.snapshot());
    assertThat(loop.snapshot().service(serviceKey(EAST, "service-1"))).isPresent();
  }

  @Test
  void nothingIsAcknowledgedOrPublishedBeforeTheStoreHasIt() {
    RegistryLoop loop = started();
    store.stall();

    CompletableFuture<Outcome> future = loop.submit(report(1));
    store.awaitStalled();

    assertThat(future).isNotDone();
    assertThat(publisher.published()).hasSize(1);
    assertThat(loop.snapshot().hosts()).isEmpty();
    store.release();
    assertThat(future.join().revision()).isEqualTo(loop.snapshot().revision());
  }

  @Test
  void eventsThatWaitTogetherAreWrittenTogether() {
    RegistryLoop loop = started();
    store.stall();
    List<CompletableFuture<Outcome>> futures = new ArrayList<>(List.of(loop.submit(report(1))));
    store.awaitStalled();
    for (int number = 2; number <= 50; number++) {
      futures.add(loop.submit(report(number)));
    }

    store.release();
    futures.forEach(CompletableFuture::join);

    assertThat(store.appends()).hasSize(2);
    assertThat(loop.snapshot().hosts()).hasSize(50);
    assertThat(loop.snapshot().revision().sequence()).isEqualTo(2);
  }

  @Test
  void aFailedWriteFailsItsEventsAndLeavesTheRegistryAsItWas() {
    RegistryLoop loop = started();
    RegistrySnapshot before = loop.snapshot();
    store.failWith(new StoreException("disk full"));

    assertThat(failureOf(loop.submit(report(1)))).hasMessage("disk full");
    assertThat(failureOf(loop.submit(report(1)))).isInstanceOf(StoreException.class);

    assertThat(loop.snapshot()).isEqualTo(before);
    assertThat(publisher.published()).hasSize(1);
    store.recover();
    assertThat(loop.submit(report(1)).join().revision().sequence()).isEqualTo(1);
    assertThat(faults.causes()).isEmpty();
  }

  @Test
  void aRefusedEventLeavesItsNeighboursAlone() {
    RegistryLoop loop = started();
    loop.submit(puts(EAST, 7, 1)).join();
    store.stall();
    CompletableFuture<Outcome> first = loop.submit(puts(WEST, 1, 1));
    store.awaitStalled();
    CompletableFuture<Outcome> old = loop.submit(puts(EAST, 6, 1, service(EAST, "reviews", 80)));
    CompletableFuture<Outcome> foreign =
        loop.submit(puts(EAST, 7, 2, service(WEST, "reviews", 80)));
    CompletableFuture<Outcome> good = loop.submit(puts(WEST, 1, 2, service(WEST, "reviews", 80)));

    store.release();

    assertThat(first.join().revision().sequence()).isEqualTo(2);
    assertThat(good.join().revision().sequence()).isEqualTo(3);
    assertThat(failureOf(old)).isInstanceOf(SupersededException.class);
    assertThat(failureOf(foreign)).isInstanceOf(IllegalArgumentException.class);
    assertThat(loop.snapshot().service(serviceKey(WEST, "reviews"))).isPresent();
    assertThat(faults.causes()).singleElement().isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEventWithoutEffectIsAcknowledgedWithoutAWrite() {
    RegistryLoop loop = started();
    loop.submit(report(1)).join();

    Outcome again = loop.submit(report(1)).join();

    assertThat(again.revision()).isEqualTo(loop.snapshot().revision());
    assertThat(store.appends()).hasSize(1);
    assertThat(publisher.published()).hasSize(2);
  }

  @Test
  void aStoreThatHasRoomAgainIsNoticedWithoutAWrite() {
    List<Boolean> told = new CopyOnWriteArrayList<>();
    RegistryLoop loop = loop(100, Duration.ofMillis(10), publisher, new Writability(told));
    loop.start();
    store.failWith(new StoreFullException("no room"));
    assertThat(failureOf(loop.submit(report(1)))).isInstanceOf(StoreFullException.class);
    assertThat(told).containsExactly(false);
    int beats = publisher.beats().size();
    await().until(() -> publisher.beats().size() > beats + 1);
    assertThat(told).as("while there is no room").containsExactly(false);

    store.recover();

    await().until(() -> told.equals(List.of(false, true)));
    assertThat(loop.submit(report(1)).join().revision().sequence()).isEqualTo(1);
  }

  @Test
  void aDiskThatFailsEndsTheLoopAndIsNotTriedAgain() {
    RegistryLoop loop = started();
    store.failWith(new StoreFailedException("EIO", new IllegalStateException("EIO")));

    assertThat(failureOf(loop.submit(report(1)))).isInstanceOf(StoreFailedException.class);

    assertThatThrownBy(() -> loop.ended().join()).hasCauseInstanceOf(StoreFailedException.class);
    store.recover();
    assertThat(failureOf(loop.submit(report(1)))).isInstanceOf(NotAcceptedException.class);
    assertThat(store.appends()).isEmpty();
    assertThat(faults.causes()).hasSize(1);
  }

  private record Writability(List<Boolean> told) implements SnapshotPublisher {
    @Override
    public void loaded(RegistrySnapshot snapshot) {}

    @Override
    public void publish(RegistryDelta delta, RegistrySnapshot snapshot) {}

    @Override
    public void beat(RegistrySnapshot snapshot, Instant hubTime) {}

    @Override
    public void writable(boolean writable) {
      told.add(writable);
    }
  }

  @Test
  void aFullQueueRefusesAndLosesNothing() {
    RegistryLoop loop = loop(2, NO_BEAT, publisher);
    loop.start();
    store.stall();
    List<CompletableFuture<Outcome>> taken = new ArrayList<>(List.of(loop.submit(report(1))));
    store.awaitStalled();
    taken.add(loop.submit(report(2)));
    taken.add(loop.submit(report(3)));

    CompletableFuture<Outcome> refused = loop.submit(report(4));

    assertThat(failureOf(refused))
        .isInstanceOfSatisfying(
            NotAcceptedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BUSY));
    store.release();
    taken.forEach(CompletableFuture::join);
    assertThat(loop.snapshot().hosts()).hasSize(3);
  }

  @Test
  void aThrowingPublisherHurtsNobodyElse() {
    IllegalStateException broken = new IllegalStateException("broken publisher");
    SnapshotPublisher thrower =
        new SnapshotPublisher() {
          @Override
          public void loaded(RegistrySnapshot snapshot) {
            throw broken;
          }

          @Override
          public void publish(RegistryDelta delta, RegistrySnapshot snapshot) {
            throw broken;
          }

          @Override
          public void beat(RegistrySnapshot snapshot, Instant hubTime) {
            throw broken;
          }
        };
    RegistryLoop loop = loop(100, NO_BEAT, thrower, publisher);
    loop.start();

    loop.submit(report(1)).join();

    assertThat(publisher.composed()).isEqualTo(loop.snapshot());
    assertThat(faults.causes()).containsExactly(broken, broken);
  }

  @Test
  void beatsGoOnWhenNothingChanges() {
    RegistryLoop loop = loop(100, Duration.ofMillis(5), publisher);
    loop.start();

    await().until(() -> publisher.beats().size() >= 3);

    assertThat(publisher.beats())
        .allMatch(beat -> beat.equals(new RecordingPublisher.Beat(loop.snapshot(), NOW)));
    assertThat(publisher.published()).hasSize(1);
  }

  @Test
  void closeFinishesWhatWasTakenAndRefusesTheRest() {
    RegistryLoop loop = started();
    store.stall();
    CompletableFuture<Outcome> writing = loop.submit(report(1));
    store.awaitStalled();
    CompletableFuture<Outcome> waiting = loop.submit(report(2));

    CompletableFuture<Void> closing = CompletableFuture.runAsync(loop::close);
    await().until(() -> loop.submit(puts(WEST, 1, 1)).isCompletedExceptionally());
    store.release();
    closing.orTimeout(20, TimeUnit.SECONDS).join();

    assertThat(writing).isCompleted();
    assertThat(waiting).isCompleted();
    assertThat(store.closed()).isTrue();
    assertThat(failureOf(loop.submit(report(3))))
        .isInstanceOfSatisfying(
            NotAcceptedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_RUNNING));
  }

  @Test
  void eventsAreRefusedBeforeTheStoreIsLoaded() {
    RegistryLoop loop = loop(100, NO_BEAT, publisher);

    assertThat(failureOf(loop.submit(report(1)))).isInstanceOf(NotAcceptedException.class);
  }

  @Test
  void aStoreThatBreaksItsContractEndsTheLoop() {
    RegistryLoop loop = started();
    IllegalStateException bug = new IllegalStateException("store lost its head");
    store.failWith(bug);

    assertThat(failureOf(loop.submit(report(1)))).isSameAs(bug);

    await().until(() -> failureOf(loop.submit(report(2))) instanceof NotAcceptedException);
    assertThat(faults.causes()).containsExactly(bug);
    assertThat(loop.accepting()).isFalse();
    await().until(store::closed);
  }
}
