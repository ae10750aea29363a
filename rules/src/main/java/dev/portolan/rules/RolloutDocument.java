package dev.portolan.rules;

import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Rollout;
import dev.portolan.rules.YamlMapping.Located;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The {@code spec.rollout} of the documents of policies. Pure. */
final class RolloutDocument {
  static final Set<String> FIELDS = Set.of("waves", "soak", "deadline");
  static final Set<String> WAVE_FIELDS = Set.of("clusters");

  private RolloutDocument() {}

  /** The rollout; all clusters at once where nothing is said, and where a problem was found. */
  static Rollout read(YamlMapping spec) {
    return spec.optionalMapping("rollout", FIELDS)
        .map(RolloutDocument::rollout)
        .orElse(Rollout.AT_ONCE);
  }

  private static Rollout rollout(YamlMapping rollout) {
    List<SortedSet<OriginId>> waves = new ArrayList<>();
    rollout.optionalMappings("waves", WAVE_FIELDS).forEach(wave -> waves.add(clusters(wave)));
    Duration soak = time(rollout, "soak", Duration.ZERO, Rollout.DEFAULT_SOAK);
    Duration deadline = time(rollout, "deadline", Duration.ofSeconds(1), Rollout.DEFAULT_DEADLINE);
    if (rollout.sound() && waves.isEmpty()) {
      rollout.problem(
          rollout.node(),
          "spec.rollout.waves is %s; a rollout has at least one wave"
              .formatted(rollout.has("waves") ? "empty" : "missing"));
    }
    if (rollout.sound()) {
      Rollout.problem(waves)
          .ifPresent(problem -> rollout.problem(rollout.node(), "spec.rollout " + problem));
    }
    return rollout.sound() ? Rollout.of(waves, soak, deadline) : Rollout.AT_ONCE;
  }

  private static SortedSet<OriginId> clusters(YamlMapping wave) {
    List<Located> texts = wave.texts("clusters");
    SortedSet<OriginId> clusters = new TreeSet<>();
    for (String name :
        YamlValues.checked(wave, "spec.rollout.waves.clusters", texts, Names::labelProblem)) {
      if (!clusters.add(new OriginId(name))) {
        wave.problem(wave.node(), "spec.rollout.waves.clusters has %s twice".formatted(name));
      }
    }
    return clusters;
  }

  private static Duration time(YamlMapping rollout, String field, Duration least, Duration usual) {
    return YamlTimes.optional(
            rollout,
            field,
            "spec.rollout." + field,
            time -> Rollout.isTime(time) && time.compareTo(least) >= 0,
            "a time such as 30s, 5m or 2h from %s to %dh"
                .formatted(YamlTimes.text(least), Rollout.MAX_TIME.toHours()))
        .orElse(usual);
  }
}
