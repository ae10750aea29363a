package dev.portolan.source.eureka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Endpoint.Health;
import dev.portolan.source.mapping.Instance;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** However late, often or seldom a server's changes arrive, what is known becomes what it has. */
class KnownRegistryPropertyTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LATE = Duration.ofMinutes(2);
  private static final int INSTANCES = 4;

  private final FakeEureka.Server server =
      new FakeEureka(InstantSource.fixed(NOW)).server(EurekaRig.A);
  private final List<Listing> told = new ArrayList<>();
  private final KnownRegistry known = new KnownRegistry(LATE);

  /** Something happens at the server, and after it everybody who asks is told of all of it. */
  private void play(List<Integer> history) {
    known.takeAll(server.all(), NOW);
    for (int step : history) {
      int number = step % INSTANCES;
      switch (step / INSTANCES % 3) {
        case 0 -> server.register(instance(number, step));
        case 1 -> server.register(instance(number, step).with(Health.NOT_READY));
        default -> server.deregister("ORDERS", "orders-" + number);
      }
      told.add(server.recent());
    }
  }

  private static Instance instance(int number, int step) {
    return Instance.of("ORDERS", "orders-" + number, "10.0.0." + number, 8000 + step);
  }

  private void assertKnown() {
    assertThat(known.instances("ORDERS"))
        .containsExactlyInAnyOrderElementsOf(
            server.registry().values().stream()
                .map(each -> each.instance().orElseThrow())
                .toList());
    assertThat(known.hash()).isEqualTo(server.all().hash().orElseThrow());
  }

  @Property
  void inWhateverOrderChangesArriveAndHoweverOften(
      @ForAll @Size(max = 30) List<@IntRange(max = 1000) Integer> history, @ForAll long seed) {
    play(history);
    List<Listing> arriving = new ArrayList<>(told);
    arriving.addAll(told);
    Collections.shuffle(arriving, new Random(seed));

    arriving.forEach(listing -> known.takeRecent(listing, NOW));

    assertKnown();
  }

  @Property
  void whicheverChangesAreLostTheNextListsOfEverythingAreRight(
      @ForAll @Size(max = 30) List<@IntRange(max = 1000) Integer> history,
      @ForAll long seed,
      @ForAll @IntRange(max = 30) int arrive) {
    play(history);
    Collections.shuffle(told, new Random(seed));
    told.stream().limit(arrive).forEach(listing -> known.takeRecent(listing, NOW));

    Instant later = NOW.plus(LATE).plusSeconds(1);
    known.takeAll(server.all(), later);
    known.forgetMissing(later);

    assertKnown();
  }

  @Property
  void aListOfEverythingThatIsOlderThanWhatWasToldChangesNothing(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(max = 1000) Integer> history,
      @ForAll @IntRange(max = 29) int before) {
    int cut = Math.min(before, history.size());
    play(history.subList(0, cut));
    Listing old = server.all();
    play(history.subList(cut, history.size()));
    told.forEach(listing -> known.takeRecent(listing, NOW));

    known.takeAll(old, NOW);

    assertThat(known.instances("ORDERS"))
        .containsExactlyInAnyOrderElementsOf(
            server.registry().values().stream()
                .map(each -> each.instance().orElseThrow())
                .toList());
  }
}
