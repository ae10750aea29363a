package dev.portolan.server.rollout;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.WEST;
import static dev.portolan.server.control.SampleRecords.cluster;
import static dev.portolan.server.control.SampleRecords.mesh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.FailoverTier;
import dev.portolan.registry.FailoverTier.Distance;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Policy;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.Rollout;
import dev.portolan.registry.Rollout.Stage;
import dev.portolan.registry.Rollout.State;
import dev.portolan.registry.Rule;
import dev.portolan.registry.VirtualMeshKey;
import dev.portolan.server.control.CollectedFaults;
import dev.portolan.server.control.FakeStore;
import dev.portolan.server.control.RegistryEvent;
import dev.portolan.server.control.RegistryEvent.Change;
import dev.portolan.server.control.RegistryLoop;
import dev.portolan.server.control.RuleChange;
import dev.portolan.v1.Finding;
import dev.portolan.v1.Severity;
import dev.portolan.v1.Status;
import dev.portolan.wire.RevisionCodec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real registry loop, with time at hand; agents that say what a test lets them say. */
@Timeout(60)
class RolloutLoopTest {
  private static final OriginId NORTH = new OriginId("north-1");
  private static final HostKey CART = new HostKey("shop", "cart");
  private static final Duration SOAK = Duration.ofSeconds(20);
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-01T12:00:00Z"), ZoneOffset.UTC);

  private final AtomicLong nanos = new AtomicLong();
  private final Map<OriginId, Status> agents = new ConcurrentHashMap<>();
  private final RegistryLoop registry =
      new RegistryLoop(
          RegistryLoop.Settings.DEFAULT, new FakeStore(), CLOCK, List.of(), new CollectedFaults());
  private RolloutLoop rollouts = rollouts();

  @BeforeEach
  void start() {
    registry.start();
    for (OriginId origin : List.of(EAST, NORTH, WEST)) {
      registry
          .submit(
              new RegistryEvent.Batch(
                  origin, 1, 1, List.of(new Change.Put(cluster(origin, "net")))))
          .join();
    }
    put(List.of(mesh("m", EAST, NORTH, WEST), order(Distance.REGION)));
    follow(EAST, NORTH, WEST);
    tick(1);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void goesFromWaveToWaveUntilAllClustersHaveIt() {
    inWaves();
    assertThat(reached()).containsExactly("east-1");

    tick(30);
    assertThat(reached()).as("east-1 has not said that it has it").containsExactly("east-1");

    follow(EAST, NORTH, WEST);
    tick(19);
    assertThat(reached()).containsExactly("east-1");
    tick(3);
    assertThat(reached()).containsExactly("east-1", "north-1");

    follow(EAST, NORTH, WEST);
    tick(23);
    assertThat(reached()).as("whom no wave names").containsExactly("east-1", "north-1", "west-1");
    assertThat(stage()).isPresent();

    follow(EAST, NORTH, WEST);
    tick(23);
    assertThat(stage()).isEmpty();
    assertThat(policy()).isEqualTo(wanted());
  }

  @Test
  void aNewWarningAboutOneOfItsHostsHaltsItWhereItIs() {
    inWaves();
    follow(EAST);
    tick(5);
    says(EAST, Severity.SEVERITY_WARNING, "PTL0135", "service/east-1/shop/cart");
    tick(60);

    assertThat(stage().map(Stage::state)).contains(State.HALTED);
    assertThat(stage().map(Stage::reason).orElse(""))
        .isEqualTo("east-1 says PTL0135 about service/east-1/shop/cart: so it is");
    assertThat(reached()).as("what it had it keeps").containsExactly("east-1");
  }

  @Test
  void whatWasSaidBeforeOrIsAboutOtherHostsDoesNot() {
    says(EAST, Severity.SEVERITY_WARNING, "PTL0135", "service/east-1/shop/cart");
    tick(1);
    inWaves();
    follow(EAST);
    says(EAST, Severity.SEVERITY_WARNING, "PTL0135", "service/east-1/shop/cart");
    says(EAST, Severity.SEVERITY_WARNING, "PTL0106", "service/east-1/web/front");
    says(EAST, Severity.SEVERITY_INFO, "PTL0103", "service/east-1/shop/cart");
    tick(25);

    assertThat(reached()).containsExactly("east-1", "north-1");
  }

  @Test
  void aNewErrorHaltsItWhateverItIsAbout() {
    inWaves();
    follow(EAST);
    says(EAST, Severity.SEVERITY_ERROR, "PTL0403", "ServiceEntry/web/front");
    tick(2);

    assertThat(stage().map(Stage::state)).contains(State.HALTED);
  }

  @Test
  void anAgentThatIsQuickerThanTheHubLooksIsMeasuredByWhatItSaidBefore() {
    put(List.of(wanted()));
    says(EAST, Severity.SEVERITY_WARNING, "PTL0135", "service/east-1/shop/cart");
    follow(EAST);
    tick(2);

    assertThat(stage().map(Stage::state)).contains(State.HALTED);
  }

  @Test
  void aClusterThatDoesNotTakeItOverInTimeHaltsIt() {
    inWaves();
    tick(62);

    assertThat(stage().map(Stage::state)).contains(State.HALTED);
    assertThat(stage().map(Stage::reason).orElse(""))
        .isEqualTo("east-1 did not take it over within 60 s; look at the agents there, and resume");
  }

  @Test
  void aWaveThatNamesNoClusterOfTheMeshIsNoWaveToGoOnAfter() {
    put(List.of(order(Distance.ANY).with(rollout(List.of(wave("eats-1"), wave("north-1"))))));
    tick(2);

    assertThat(stage().map(Stage::state)).contains(State.HALTED);
    assertThat(stage().map(Stage::reason).orElse(""))
        .contains("wave 1 names eats-1", "virtual mesh m");
  }

  @Test
  void aResumedOneGoesOnWhateverIsKnown() {
    inWaves();
    follow(EAST);
    says(EAST, Severity.SEVERITY_WARNING, "PTL0135", "service/east-1/shop/cart");
    tick(3);
    Stage halted = stage().orElseThrow();

    move(halted, halted.resumed(CLOCK.instant()));
    follow(EAST);
    tick(25);

    assertThat(reached()).containsExactly("east-1", "north-1");
  }

  @Test
  void whatIsNewInAClusterOfAnEarlierWaveHaltsItToo() {
    inWaves();
    follow(EAST);
    tick(25);
    follow(EAST, NORTH);
    says(EAST, Severity.SEVERITY_WARNING, "PTL0135", "service/east-1/shop/cart");
    tick(3);

    assertThat(stage().map(Stage::wave)).contains(2);
    assertThat(stage().map(Stage::state)).contains(State.HALTED);
  }

  @Test
  void timeInWhichTheHubStoodStillIsNotSoaked() {
    inWaves();
    follow(EAST);
    tick(2);
    nanos.addAndGet(Duration.ofHours(1).toNanos());
    tick(2);

    assertThat(reached()).containsExactly("east-1");
  }

  @Test
  void aHubThatStartsAnewWatchesAnewAndGoesOn() {
    inWaves();
    follow(EAST);
    tick(15);

    rollouts = rollouts();
    tick(15);
    assertThat(reached()).containsExactly("east-1");
    tick(8);
    assertThat(reached()).containsExactly("east-1", "north-1");
  }

  @Test
  void oneThatWasGivenUpStaysSo() {
    inWaves();
    follow(EAST);
    Stage running = stage().orElseThrow();
    move(running, running.aborted("somebody gave it up", CLOCK.instant()));
    follow(EAST, NORTH, WEST);
    tick(100);

    assertThat(reached()).isEmpty();
    assertThat(policy().in(EAST)).contains(order(Distance.REGION));
  }

  private void inWaves() {
    put(List.of(wanted()));
    tick(1);
  }

  private static FailoverPolicy wanted() {
    return order(Distance.ANY).with(rollout(List.of(wave("east-1"), wave("north-1"))));
  }

  private static Rollout rollout(List<SortedSet<OriginId>> waves) {
    return Rollout.of(waves, SOAK, DEADLINE);
  }

  private static SortedSet<OriginId> wave(String cluster) {
    return new TreeSet<>(Set.of(new OriginId(cluster)));
  }

  private static FailoverPolicy order(Distance near) {
    return new FailoverPolicy(
        PolicyKey.failover("order"),
        new VirtualMeshKey("m"),
        List.of(HostSelector.of(CART)),
        List.of(new FailoverTier.Near(near)));
  }

  private Policy policy() {
    return registry.snapshot().policies().iterator().next().resource();
  }

  private Optional<Stage> stage() {
    return policy().rollout().stage();
  }

  /** Clusters that are to have what is wanted. */
  private List<String> reached() {
    return List.of(EAST, NORTH, WEST).stream()
        .filter(cluster -> policy().in(cluster).equals(Optional.of(policy())))
        .map(OriginId::value)
        .toList();
  }

  private void put(List<? extends Rule> rules) {
    registry
        .submit(
            new RegistryEvent.ChangeRules(
                rules.stream().map(rule -> RuleChange.put(rule, "")).toList()))
        .join();
  }

  private void move(Stage from, Stage to) {
    registry.submit(new RegistryEvent.MoveRollout(policy().key(), from, Optional.of(to))).join();
  }

  /** These agents have written everything, and say what they said. */
  private void follow(OriginId... origins) {
    for (OriginId origin : origins) {
      agents.put(
          origin,
          agents.getOrDefault(origin, Status.getDefaultInstance()).toBuilder()
              .setApplied(RevisionCodec.encode(registry.snapshot().revision()))
              .build());
    }
  }

  private void says(OriginId origin, Severity severity, String code, String subject) {
    agents.put(
        origin,
        agents.getOrDefault(origin, Status.getDefaultInstance()).toBuilder()
            .addFindings(
                Finding.newBuilder()
                    .setCode(code)
                    .setSeverity(severity)
                    .setSubject(subject)
                    .setMessage("so it is"))
            .build());
  }

  /** So many seconds pass; what the loop asked for in one is done before the next. */
  private void tick(int times) {
    for (int i = 0; i < times; i++) {
      nanos.addAndGet(RolloutLoop.TICK.toNanos());
      rollouts.tick();
      // In its queue after whatever was asked for.
      registry.submit(new RegistryEvent.Judge(EAST, Optional.empty())).join();
    }
  }

  private RolloutLoop rollouts() {
    return new RolloutLoop(registry, () -> Map.copyOf(agents), nanos::get, CLOCK);
  }
}
