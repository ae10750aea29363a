package dev.portolan.server.store;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Revision;
import dev.portolan.server.control.Lineage;
import dev.portolan.server.control.Outcome;
import dev.portolan.server.control.RandomName;
import dev.portolan.server.control.RegistryEvent;
import dev.portolan.server.control.RegistryEvent.Change;
import dev.portolan.server.control.RegistryLoop;
import dev.portolan.server.control.RegistryStore;
import dev.portolan.server.control.SampleRecords;
import dev.portolan.server.control.SnapshotPublisher;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * A process of its own that writes without pause and dies: by {@code kill -9}, or by its own hand
 * at a named point, without a chance to tidy up. Arguments: directory, seed, point (or {@code
 * none}). Each acknowledged batch is a line on standard output: origin, number, sequence.
 */
final class CrashingHubMain {
  /** Services that a batch writes, all with the batch's number as port. */
  static final int SERVICES = 4;

  static final List<OriginId> ORIGINS =
      IntStream.range(0, 3).mapToObj(i -> new OriginId("origin-" + i)).toList();

  /** Where it can die; the store's own points lie around the durable write. */
  static final List<String> POINTS =
      List.of(
          "loaded",
          "begun",
          "before-append",
          "after-append",
          "before-epoch",
          "after-epoch",
          "published");

  private static final long INCARNATION = 7;
  // As a write that is larger than a block of the log, now and then.
  private static final String PADDING = "x".repeat(50);

  private final Random random;
  private final String point;
  private final int countdown;
  private int hits;

  private CrashingHubMain(long seed, String point) {
    this.random = new Random(seed);
    this.point = point;
    this.countdown =
        1 + random.nextInt(point.endsWith("append") || point.equals("published") ? 40 : 1);
  }

  public static void main(String[] arguments) {
    new CrashingHubMain(Long.parseLong(arguments[1]), arguments[2])
        .run(Path.of(arguments[0]), System.out);
  }

  private void hit(String here) {
    if (here.equals(point) && ++hits == countdown) {
      Runtime.getRuntime().halt(9);
    }
  }

  private void run(Path directory, PrintStream out) {
    RegistryLoop loop =
        new RegistryLoop(
            RegistryLoop.Settings.DEFAULT,
            new Dying(new RocksDbStore(directory)),
            Clock.systemUTC(),
            List.of(new DyingPublisher()),
            (where, cause) -> {
              cause.printStackTrace();
              Runtime.getRuntime().halt(1);
            });
    loop.start();
    long[] numbers =
        ORIGINS.stream().mapToLong(origin -> loop.snapshot().progress(origin).batch()).toArray();
    out.println("started");
    while (true) {
      List<CompletableFuture<?>> group = new ArrayList<>();
      for (int i = 0; i < ORIGINS.size(); i++) {
        OriginId origin = ORIGINS.get(i);
        for (int n = random.nextInt(3); n >= 0; n--) {
          long number = ++numbers[i];
          group.add(
              loop.submit(batch(origin, number))
                  .thenAccept(outcome -> acknowledged(out, origin, number, outcome)));
        }
      }
      if (random.nextInt(20) == 0) {
        group.add(
            loop.submit(
                new RegistryEvent.BeginEpoch(
                    loop.snapshot().revision().epoch(), RandomName.next())));
      }
      group.forEach(CompletableFuture::join);
    }
  }

  private RegistryEvent batch(OriginId origin, long number) {
    List<Change> changes = new ArrayList<>();
    for (int s = 0; s < SERVICES; s++) {
      changes.add(new Change.Put(SampleRecords.service(origin, "service-" + s, (int) number)));
    }
    if (random.nextInt(10) == 0) {
      for (int s = 0; s < 300; s++) {
        changes.add(new Change.Put(SampleRecords.service(origin, PADDING + "-" + s, (int) number)));
      }
    }
    return new RegistryEvent.Batch(origin, INCARNATION, number, changes);
  }

  private static void acknowledged(PrintStream out, OriginId origin, long number, Outcome outcome) {
    out.println(origin + " " + number + " " + outcome.revision().sequence());
    out.flush();
  }

  /** A store that dies around what it does. */
  private final class Dying implements RegistryStore {
    private final RegistryStore store;

    private Dying(RegistryStore store) {
      this.store = store;
    }

    @Override
    public RegistrySnapshot load() {
      RegistrySnapshot held = store.load();
      hit("loaded");
      return held;
    }

    @Override
    public Lineage begin(String start) {
      Lineage lineage = store.begin(start);
      hit("begun");
      return lineage;
    }

    @Override
    public RegistryDelta append(RegistryDelta proposed) {
      Revision from = proposed.from();
      String kind = proposed.to().comparableWith(from) ? "append" : "epoch";
      hit("before-" + kind);
      RegistryDelta applied = store.append(proposed);
      hit("after-" + kind);
      return applied;
    }

    @Override
    public void probe() {
      store.probe();
    }

    @Override
    public void close() {
      store.close();
    }
  }

  private final class DyingPublisher implements SnapshotPublisher {
    @Override
    public void loaded(RegistrySnapshot snapshot) {}

    @Override
    public void publish(RegistryDelta delta, RegistrySnapshot snapshot) {
      hit("published");
    }

    @Override
    public void beat(RegistrySnapshot snapshot, Instant hubTime) {}
  }
}
