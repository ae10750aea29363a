package dev.portolan.simulation;

import java.time.Duration;

/** What may happen to an agent: to its process and to what it remembers. */
final class AgentFaults {
  private AgentFaults() {}

  static String killed(Stage stage) {
    stage.cluster().kill();
    return stage.mending(
        "the agent of %s is killed".formatted(stage.id()),
        Duration.ofSeconds(60),
        stage::startAgent);
  }

  static String forgets(Stage stage) {
    stage.cluster().kill();
    stage.cluster().disk().forget();
    stage.unknowing();
    return stage.mending(
        "the agent of %s is killed and its disk is empty".formatted(stage.id()),
        Duration.ofSeconds(60),
        stage::startAgent);
  }

  static String losesPower(Stage stage) {
    boolean rots = stage.luck().nextInt(3) == 0;
    stage.cluster().kill();
    if (rots) {
      stage.cluster().disk().rot();
    } else {
      stage.cluster().disk().loseEnd();
    }
    stage.unknowing();
    return stage.mending(
        "the machine of %s's agent loses power, and %s of its journal"
            .formatted(stage.id(), rots ? "a bit" : "the end"),
        Duration.ofSeconds(60),
        stage::startAgent);
  }

  static String doubled(Stage stage) {
    Runnable end = stage.cluster().supersede();
    stage.unknowing();
    stage.startAgent();
    return stage.mending(
        "another agent of %s starts, and the old one, cut off from the cluster, goes on"
            .formatted(stage.id()),
        Duration.ofSeconds(60),
        end);
  }

  static String paused(Stage stage) {
    stage.cluster().pause();
    return stage.mending(
        "the agent of %s stands still".formatted(stage.id()),
        Duration.ofSeconds(70),
        stage.cluster()::resume);
  }

  static String diskFull(Stage stage) {
    stage.cluster().disk().become(true);
    return stage.mending(
        "the disk of %s's agent is full".formatted(stage.id()),
        Duration.ofSeconds(60),
        () -> stage.cluster().disk().become(false));
  }
}
