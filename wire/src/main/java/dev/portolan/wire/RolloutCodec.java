package dev.portolan.wire;

import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Policy;
import dev.portolan.registry.Rollout;
import dev.portolan.registry.Rollout.Stage;
import dev.portolan.registry.Rollout.State;
import dev.portolan.v1.RolloutStage;
import dev.portolan.v1.RolloutState;
import dev.portolan.v1.RolloutWave;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** In which order clusters take policies over, and how far that has come. */
public final class RolloutCodec {
  private RolloutCodec() {}

  /** Nothing for a policy that all clusters have at once. */
  public static Optional<dev.portolan.v1.Rollout> encode(Rollout rollout) {
    if (rollout.waves().isEmpty()) {
      return Optional.empty();
    }
    dev.portolan.v1.Rollout.Builder message =
        dev.portolan.v1.Rollout.newBuilder()
            .setSoak(DurationCodec.encode(rollout.soak()))
            .setDeadline(DurationCodec.encode(rollout.deadline()));
    rollout
        .waves()
        .forEach(
            wave ->
                message.addWaves(
                    RolloutWave.newBuilder()
                        .addAllClusters(wave.stream().map(OriginId::value).toList())));
    rollout.stage().map(RolloutCodec::encode).ifPresent(message::setStage);
    return Optional.of(message.build());
  }

  private static RolloutStage encode(Stage stage) {
    return RolloutStage.newBuilder()
        .setWave(stage.wave())
        .setState(
            switch (stage.state()) {
              case RUNNING -> RolloutState.ROLLOUT_STATE_RUNNING;
              case HALTED -> RolloutState.ROLLOUT_STATE_HALTED;
              case ABORTED -> RolloutState.ROLLOUT_STATE_ABORTED;
            })
        .setReason(stage.reason())
        .setSince(TimeCodec.encode(stage.since()))
        .build();
  }

  /**
   * A rollout that is there.
   *
   * @param before what was before it
   */
  static Rollout decode(
      dev.portolan.v1.Rollout message, Optional<? extends Policy> before, Violations at) {
    int found = at.count();
    List<SortedSet<OriginId>> waves = waves(message.getWavesList(), at);
    Duration soak =
        message.hasSoak()
            ? time("soak", message.getSoak(), Duration.ZERO, at)
            : Rollout.DEFAULT_SOAK;
    Duration deadline =
        message.hasDeadline()
            ? time("deadline", message.getDeadline(), Duration.ofSeconds(1), at)
            : Rollout.DEFAULT_DEADLINE;
    if (at.count() == found) {
      at.check("waves", Rollout.problem(waves));
    }
    if (at.count() > found) {
      return Rollout.AT_ONCE;
    }
    Rollout rollout = Rollout.of(waves, soak, deadline);
    return message.hasStage()
        ? stage(message.getStage(), waves.size() + 1, before, at.at("stage"))
            .map(rollout::at)
            .orElse(rollout)
        : rollout;
  }

  private static List<SortedSet<OriginId>> waves(List<RolloutWave> messages, Violations at) {
    List<SortedSet<OriginId>> waves = new ArrayList<>();
    if (messages.isEmpty()) {
      at.add("waves", "is empty; at least one wave is required");
    }
    if (!TextRules.within("waves", messages.size(), Rollout.MAX_WAVES, at)) {
      return waves;
    }
    for (int i = 0; i < messages.size(); i++) {
      List<String> clusters = messages.get(i).getClustersList();
      Violations wave = at.at("waves", i);
      int found = at.count();
      TextRules.checkEach("clusters", clusters, Rollout.MAX_CLUSTERS, Names::labelProblem, wave);
      if (clusters.isEmpty()) {
        wave.add("clusters", "is empty; a wave names at least one cluster");
      }
      if (at.count() == found) {
        waves.add(new TreeSet<>(clusters.stream().map(OriginId::new).toList()));
      }
    }
    return waves;
  }

  private static Duration time(
      String field, com.google.protobuf.Duration message, Duration least, Violations at) {
    long seconds = message.getSeconds();
    if (seconds >= least.toSeconds()
        && seconds <= Rollout.MAX_TIME.toSeconds()
        && message.getNanos() == 0) {
      return Duration.ofSeconds(seconds);
    }
    at.add(
        field,
        "is %d s and %d ns; whole seconds from %d to %d are allowed"
            .formatted(
                seconds, message.getNanos(), least.toSeconds(), Rollout.MAX_TIME.toSeconds()));
    return Rollout.DEFAULT_DEADLINE;
  }

  // A state that this version does not know goes no further; who has the policy is in the wave.
  private static Optional<Stage> stage(
      RolloutStage message, int last, Optional<? extends Policy> before, Violations at) {
    int wave = message.getWave();
    Optional<Instant> since = TimeCodec.decode("since", message.getSince(), at);
    if (wave < 0 || wave > last) {
      at.add("wave", "is %d; 0 to %d are there".formatted(wave, last));
      return Optional.empty();
    }
    State state =
        wave == 0
            ? State.ABORTED
            : message.getState() == RolloutState.ROLLOUT_STATE_RUNNING
                ? State.RUNNING
                : State.HALTED;
    return since.map(
        time -> new Stage(wave, state, message.getReason(), time, before.map(Policy::asWritten)));
  }
}
