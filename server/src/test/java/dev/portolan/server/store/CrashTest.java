package dev.portolan.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.server.control.SampleRecords;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hub under load is killed again and again on one directory: what it acknowledged is found, and
 * of a batch all or nothing. {@code -Dcrash.rounds=<n>} plays so many; otherwise {@code
 * -Dcrash.seconds=<n>} plays for that long (45 when it is not said, and no less than {@value
 * #FEWEST} rounds). {@code -Dcrash.seed=<n>} plays another history.
 */
final class CrashTest {
  private static final int FEWEST = 2 * 7;
  private static final int ROUNDS = Integer.getInteger("crash.rounds", 0);
  private static final Duration PLAYED =
      Duration.ofSeconds(Integer.getInteger("crash.seconds", 45));
  private static final int MAX_LIFE_MILLIS = 400;

  @TempDir private Path parent;
  private CrashingHub hub;

  @BeforeEach
  void prepare() throws Exception {
    hub = CrashingHub.prepared(parent.resolve("prepared"));
  }

  @Test
  void whatWasAcknowledgedIsFoundAndNothingIsHalf() throws Exception {
    long seed = Long.getLong("crash.seed", System.nanoTime());
    Random random = new Random(seed);
    long begun = System.nanoTime();
    long end = begun + PLAYED.toNanos();
    Map<OriginId, Long> acknowledged = new HashMap<>();
    long sequence = 0;
    long batches = 0;
    int rounds = 0;
    for (; ROUNDS > 0 ? rounds < ROUNDS : rounds < FEWEST || System.nanoTime() < end; rounds++) {
      boolean byPoint = rounds < FEWEST ? rounds % 2 == 0 : random.nextBoolean();
      String point =
          byPoint
              ? CrashingHubMain.POINTS.get((rounds / 2) % CrashingHubMain.POINTS.size())
              : "none";
      String what = "round %d of seed %d, point %s".formatted(rounds, seed, point);
      for (String line : live(random.nextLong(), point, random.nextInt(MAX_LIFE_MILLIS), what)) {
        String[] words = line.split(" ", -1);
        acknowledged.merge(new OriginId(words[0]), Long.parseLong(words[1]), Math::max);
        sequence = Math.max(sequence, Long.parseLong(words[2]));
        batches++;
      }
      requireAll(acknowledged, sequence, what);
    }
    System.out.printf(
        "CrashTest: %d rounds in %d s, %d acknowledged batches, seed %d%n",
        rounds, Duration.ofNanos(System.nanoTime() - begun).toSeconds(), batches, seed);
    assertThat(batches).isPositive();
  }

  /** One life; the acknowledgements that came out of it. */
  private List<String> live(long seed, String point, int millis, String what) throws Exception {
    Process life = hub.start(directory(), seed, point);
    try (BufferedReader out = life.inputReader(UTF_8)) {
      List<String> lines = new ArrayList<>();
      String first = out.readLine();
      if (first == null) {
        assertThat(life.waitFor()).as("%s before it started", what).isEqualTo(9);
        return lines;
      }
      assertThat(first).as(what).isEqualTo("started");
      Thread killer = new Thread(() -> kill(life, point, millis), "killer");
      killer.start();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        // The last line may be cut short with its process: it was not heard to its end.
        lines.add(line);
      }
      killer.join();
      // Killed from outside, or by itself at a point; anything else is a fault of the hub.
      assertThat(life.waitFor()).as("exit code, %s", what).isIn(9, 128 + 9);
      if (!lines.isEmpty() && lines.get(lines.size() - 1).split(" ", -1).length < 3) {
        lines.remove(lines.size() - 1);
      }
      return lines;
    } finally {
      life.destroyForcibly().waitFor();
    }
  }

  private static void kill(Process life, String point, int millis) {
    try {
      // Whoever is to die at a point gets the time to reach it.
      if (!life.waitFor(point.equals("none") ? millis : 10_000, TimeUnit.MILLISECONDS)) {
        // By its handle: the process's own method closes its output as well, while it is read.
        life.toHandle().destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void requireAll(Map<OriginId, Long> acknowledged, long sequence, String what) {
    RegistrySnapshot found;
    try (RocksDbStore store = new RocksDbStore(directory())) {
      found = store.load();
    }
    assertThat(found.revision().sequence()).as(what).isGreaterThanOrEqualTo(sequence);
    for (OriginId origin : CrashingHubMain.ORIGINS) {
      long batch = found.progress(origin).batch();
      assertThat(batch)
          .as("last batch of %s, %s", origin, what)
          .isGreaterThanOrEqualTo(acknowledged.getOrDefault(origin, 0L));
      for (int s = 0; s < CrashingHubMain.SERVICES && batch > 0; s++) {
        int service = s;
        assertThat(found.service(SampleRecords.serviceKey(origin, "service-" + service)))
            .as("%s, batch %d of %s", what, batch, origin)
            .hasValueSatisfying(
                held ->
                    assertThat(held)
                        .isEqualTo(
                            SampleRecords.service(origin, "service-" + service, (int) batch)));
      }
    }
  }

  private Path directory() {
    return parent.resolve("hub");
  }
}
