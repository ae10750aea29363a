package dev.portolan.server.control;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.service;
import static dev.portolan.server.control.SampleRecords.serviceKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Hold;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.server.control.RegistryEvent.Change;
import dev.portolan.server.guard.Brake;
import dev.portolan.server.guard.BrakeLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Laws of holds, over random reports and decisions of one origin. */
class RemovalsPropertyTest {
  private static final int SERVICES = 12;
  private static final BrakeLimits LIMITS =
      new BrakeLimits(30, 2, Duration.ofSeconds(60), Duration.ofMinutes(10));

  private record Step(Kind kind, Set<Integer> services, int seconds) {
    enum Kind {
      PUT,
      REMOVE,
      LIST,
      RELEASE,
      REJECT
    }
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    return Combinators.combine(
            Arbitraries.of(
                Step.Kind.PUT,
                Step.Kind.PUT,
                Step.Kind.REMOVE,
                Step.Kind.LIST,
                Step.Kind.RELEASE,
                Step.Kind.REJECT),
            Arbitraries.integers().between(0, SERVICES - 1).set().ofMaxSize(SERVICES),
            Arbitraries.of(0, 5, 61, 601))
        .as(Step::new)
        .list()
        .ofMaxSize(40);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void whatIsServedIsWhatIsOfferedAndWhatIsHeld(@ForAll("histories") List<Step> history) {
    Model model = new Model();
    for (Step step : history) {
      model.take(step);

      Set<ResourceKey> expected = new HashSet<>(model.offered);
      model.registry.holds().forEach(hold -> expected.addAll(hold.keys()));
      assertThat(model.served()).isEqualTo(expected);
    }
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void nothingThatIsOfferedIsHeldAndNothingIsHeldTwice(@ForAll("histories") List<Step> history) {
    Model model = new Model();
    for (Step step : history) {
      model.take(step);

      List<ResourceKey> held =
          model.registry.holds().stream().flatMap(hold -> hold.keys().stream()).toList();
      assertThat(held).doesNotHaveDuplicates().noneMatch(model.offered::contains);
    }
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void neverDoesMoreGoAtOnceThanTheLimitsAllowUnlessItWasHeldBefore(
      @ForAll("histories") List<Step> history) {
    Model model = new Model();
    for (Step step : history) {
      Set<ResourceKey> before = model.served();
      Set<ResourceKey> heldBefore = new HashSet<>();
      model.registry.holds().forEach(hold -> heldBefore.addAll(hold.keys()));
      model.take(step);

      Set<ResourceKey> gone = new TreeSet<>(before);
      gone.removeAll(model.served());
      gone.removeAll(heldBefore);
      assertThat(gone.size() <= LIMITS.count() || gone.size() * 100 <= 30 * before.size())
          .as("%s of %s at %s", gone, before, step)
          .isTrue();
    }
  }

  /** The planner, and what the origin thinks. */
  private static final class Model {
    private final Brake brake = new Brake(LIMITS, Map.of());
    private final Set<ResourceKey> offered = new HashSet<>();
    private RegistrySnapshot registry = RegistrySnapshot.empty(FakeStore.START);
    private RecentRemovals recent = RecentRemovals.NONE;
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private long batch;
    private final Map<Integer, Integer> ports = new HashMap<>();

    void take(Step step) {
      now = now.plusSeconds(step.seconds());
      Set<ResourceKey> keys =
          step.services().stream()
              .map(number -> serviceKey(EAST, "s" + number))
              .collect(Collectors.toSet());
      switch (step.kind()) {
        case PUT -> {
          List<Change> changes = new ArrayList<>();
          for (int number : step.services()) {
            int port = 80 + ports.merge(number, 1, Integer::sum);
            changes.add(new Change.Put(service(EAST, "s" + number, port)));
          }
          offered.addAll(keys);
          apply(new RegistryEvent.Batch(EAST, 1, ++batch, changes));
        }
        case REMOVE -> {
          offered.removeAll(keys);
          apply(
              new RegistryEvent.Batch(
                  EAST,
                  1,
                  ++batch,
                  keys.stream().map(Change.Remove::new).map(Change.class::cast).toList()));
        }
        case LIST -> apply(new RegistryEvent.Complete(EAST, 1, Set.copyOf(offered)));
        case RELEASE -> names().forEach(name -> apply(new RegistryEvent.ReleaseHold(name)));
        case REJECT -> names().forEach(name -> apply(new RegistryEvent.RejectHold(name)));
      }
    }

    private List<String> names() {
      return registry.holds().stream().map(Hold::name).limit(1).toList();
    }

    Set<ResourceKey> served() {
      return registry.origin(EAST).services().stream()
          .map(recorded -> (ResourceKey) recorded.resource().key())
          .collect(Collectors.toSet());
    }

    private void apply(RegistryEvent event) {
      Proposal proposal = RegistryPlanner.plan(registry, brake, recent, List.of(event), now);
      registry = proposal.delta().applyTo(registry);
      recent = proposal.recent();
    }
  }
}
