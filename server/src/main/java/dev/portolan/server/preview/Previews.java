package dev.portolan.server.preview;

import dev.portolan.registry.Liveness;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Policy;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Rollout;
import dev.portolan.server.control.Hypothesis;
import dev.portolan.server.control.RegistryEvent;
import dev.portolan.server.control.RuleChange;
import dev.portolan.v1.PreviewResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers what changes would do. Thread-safe. */
public final class Previews {
  // Longer than every grace that a rule can have.
  private static final Duration FOR_GOOD = Duration.ofDays(365);

  private final Supplier<RegistrySnapshot> registry;
  private final KnownClusters clusters;
  private final InstantSource clock;

  /**
   * Previews on what is published.
   *
   * @param clock hub wall-clock time
   */
  public Previews(
      Supplier<RegistrySnapshot> registry, KnownClusters clusters, InstantSource clock) {
    this.registry = registry;
    this.clusters = clusters;
    this.clock = clock;
  }

  /**
   * The answers, each planned when it is asked for.
   *
   * @param lost an origin that is taken for lost
   * @param show whether objects are wanted as YAML
   * @throws RuntimeException with which the changes would be refused
   */
  public Iterator<PreviewResponse> of(
      List<RuleChange> changes, Optional<OriginId> lost, boolean show) {
    RegistrySnapshot now = registry.get();
    List<RegistryEvent> events = new ArrayList<>();
    if (!changes.isEmpty()) {
      events.add(new RegistryEvent.ChangeRules(changes.stream().map(Previews::inTheEnd).toList()));
    }
    lost.ifPresent(origin -> events.add(loss(now, origin)));
    Comparison comparison = Comparison.of(now, Hypothesis.of(now, events, clock.instant()));
    return new PreviewAnswers(comparison, clusters, new PreviewMessages(show));
  }

  /** As clusters have it when its rollout is over. */
  private static RuleChange inTheEnd(RuleChange change) {
    return new RuleChange(
        change.key(),
        change
            .rule()
            .map(rule -> rule instanceof Policy policy ? policy.with(Rollout.AT_ONCE) : rule),
        change.etag());
  }

  private RegistryEvent loss(RegistrySnapshot now, OriginId origin) {
    return new RegistryEvent.Judge(
        origin,
        Optional.of(
            Liveness.lost(
                origin,
                now.liveness(origin).map(Liveness::silentSince).orElseGet(clock::instant),
                FOR_GOOD)));
  }
}
