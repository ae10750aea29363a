package dev.portolan.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * In which order clusters take a policy over, and how far that has come (ADR 0058). Clusters that
 * no wave names take it over after the last one.
 *
 * @param waves of clusters, the first to have it first; none: all have it at once
 * @param soak for how long a wave that has the policy is watched before the next one begins
 * @param deadline within which all clusters of a wave have to have it
 * @param stage where it is now; empty as long as it is only written down, and where all have it
 */
public record Rollout(
    List<SortedSet<OriginId>> waves, Duration soak, Duration deadline, Optional<Stage> stage) {
  public static final int MAX_WAVES = 16;
  public static final int MAX_CLUSTERS = 1000;
  public static final Duration DEFAULT_SOAK = Duration.ofMinutes(1);
  public static final Duration DEFAULT_DEADLINE = Duration.ofMinutes(10);
  public static final Duration MAX_TIME = Duration.ofHours(24);

  /** All clusters have it as soon as they hear of it. */
  public static final Rollout AT_ONCE =
      new Rollout(List.of(), DEFAULT_SOAK, DEFAULT_DEADLINE, Optional.empty());

  public Rollout {
    waves =
        waves.stream().map(wave -> Collections.unmodifiableSortedSet(new TreeSet<>(wave))).toList();
    problem(waves)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException("a rollout " + problem);
            });
    if (!isTime(soak) || !isTime(deadline) || deadline.isZero()) {
      throw new IllegalArgumentException(
          "a rollout soaks for %s with a deadline of %s".formatted(soak, deadline));
    }
    if (waves.isEmpty() && stage.isPresent()) {
      throw new IllegalArgumentException("a rollout without waves is at a stage");
    }
    int last = waves.size() + 1;
    if (stage.filter(at -> at.wave() > last).isPresent()) {
      throw new IllegalArgumentException("a rollout is beyond its last wave");
    }
  }

  /** Waves that are not begun. */
  public static Rollout of(List<SortedSet<OriginId>> waves, Duration soak, Duration deadline) {
    return new Rollout(waves, soak, deadline, Optional.empty());
  }

  /** Whether a time can be one of a rollout: whole seconds. */
  public static boolean isTime(Duration time) {
    return !time.isNegative() && time.compareTo(MAX_TIME) <= 0 && time.toMillis() % 1000 == 0;
  }

  /** What is wrong with waves of good names. */
  public static Optional<String> problem(List<? extends Set<OriginId>> waves) {
    if (waves.size() > MAX_WAVES) {
      return Optional.of("has %d waves; at most %d".formatted(waves.size(), MAX_WAVES));
    }
    Set<OriginId> named = new HashSet<>();
    for (Set<OriginId> wave : waves) {
      if (wave.isEmpty() || wave.size() > MAX_CLUSTERS) {
        return Optional.of(
            "has a wave of %d clusters; 1 to %d".formatted(wave.size(), MAX_CLUSTERS));
      }
      for (OriginId cluster : wave) {
        if (!named.add(cluster)) {
          return Optional.of("names %s twice".formatted(cluster));
        }
      }
    }
    return Optional.empty();
  }

  /** Where it stands. */
  public Rollout at(Stage newStage) {
    return new Rollout(waves, soak, deadline, Optional.of(newStage));
  }

  /** As it was written down. */
  public Rollout withoutStage() {
    return stage.isEmpty() ? this : of(waves, soak, deadline);
  }

  /** Whether a cluster is to have the policy now. */
  public boolean reaches(OriginId cluster) {
    return stage.isEmpty() || everywhere(stage.get()) || reached(stage.get()).contains(cluster);
  }

  /** Whether a stage is the last one, in which the clusters have it that no wave names. */
  public boolean everywhere(Stage at) {
    return at.wave() > waves.size();
  }

  /** The clusters of a stage's wave and of those before it; those that no wave names left aside. */
  public SortedSet<OriginId> reached(Stage at) {
    SortedSet<OriginId> reached = new TreeSet<>();
    waves.stream().limit(at.wave()).forEach(wave -> reached.addAll(wave));
    return reached;
  }

  /**
   * A place in a rollout.
   *
   * @param wave which has the policy, with all before it, from 1; one more than there are: all
   *     clusters; 0 where it was given up
   * @param reason why it does not go on, in words; empty while it does
   * @param since when it came here, by the hub's clock
   * @param before the policy that clusters have that are not reached; empty: none
   */
  public record Stage(
      int wave, State state, String reason, Instant since, Optional<Policy> before) {
    public Stage {
      if (wave < 0 || (wave == 0) != (state == State.ABORTED)) {
        throw new IllegalArgumentException("a rollout is %s at wave %d".formatted(state, wave));
      }
      if (before.filter(policy -> policy.rollout().stage().isPresent()).isPresent()) {
        throw new IllegalArgumentException("what was before a rollout is at a stage of another");
      }
    }

    /** The first wave begins. */
    public static Stage first(Optional<Policy> before, Instant now) {
      return new Stage(1, State.RUNNING, "", now, before);
    }

    /** The next wave begins. */
    public Stage next(Instant now) {
      return new Stage(wave + 1, State.RUNNING, "", now, before);
    }

    /** It goes no further. */
    public Stage halted(String because, Instant now) {
      return new Stage(wave, State.HALTED, because, now, before);
    }

    /** It goes on where it was halted, and begins again where it was given up. */
    public Stage resumed(Instant now) {
      return new Stage(Math.max(wave, 1), State.RUNNING, "", now, before);
    }

    /** No cluster has the policy any more; all have what was before. */
    public Stage aborted(String because, Instant now) {
      return new Stage(0, State.ABORTED, because, now, before);
    }
  }

  /** Whether a rollout goes on. */
  public enum State {
    /** By itself. */
    RUNNING,
    /** When somebody says so; the clusters that have the policy keep it. */
    HALTED,
    /** It was given up: no cluster has the policy. */
    ABORTED
  }
}
