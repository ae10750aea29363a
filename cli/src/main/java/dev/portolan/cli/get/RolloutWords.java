package dev.portolan.cli.get;

import dev.portolan.v1.Rollout;
import dev.portolan.v1.RolloutStage;
import java.util.List;
import java.util.Locale;

/** Rollouts in words. Pure. */
public final class RolloutWords {
  private RolloutWords() {}

  /** {@code running}, {@code halted}, {@code aborted}. */
  public static String state(RolloutStage stage) {
    return switch (stage.getState()) {
      case ROLLOUT_STATE_RUNNING, ROLLOUT_STATE_HALTED, ROLLOUT_STATE_ABORTED ->
          stage.getState().name().substring("ROLLOUT_STATE_".length()).toLowerCase(Locale.ROOT);
      case ROLLOUT_STATE_UNSPECIFIED, UNRECOGNIZED -> "unknown to this portolan";
    };
  }

  /** For example {@code wave 1 of 3 (east-1)}. */
  public static String place(Rollout rollout) {
    int wave = rollout.getStage().getWave();
    int waves = rollout.getWavesCount();
    if (wave == 0) {
      return "no wave";
    }
    if (wave > waves) {
      return "all other clusters";
    }
    List<String> clusters = rollout.getWaves(wave - 1).getClustersList();
    return "wave %d of %d (%s)".formatted(wave, waves, String.join(", ", clusters));
  }
}
