package dev.portolan.simulation;

import dev.portolan.simulation.disk.HubDisk.Condition;
import java.time.Duration;

/** What may happen to the hub: to its process and to its disk. */
final class HubFaults {
  private HubFaults() {}

  static String killed(Stage stage) {
    stage.hub().kill();
    return stage.mending("the hub is killed", Duration.ofSeconds(45), stage.hub()::start);
  }

  static String killedInWrite(Stage stage) {
    stage.hub().disk().crashInNextWrite(stage.hub()::stumble);
    return "the hub is killed within its next write and started again";
  }

  static String forgets(Stage stage) {
    stage.hub().kill();
    stage.hub().replace(stage.hub().disk().blank());
    return stage.mending(
        "the hub is killed and its disk is empty", Duration.ofSeconds(45), stage.hub()::start);
  }

  static String restored(Stage stage) {
    stage.hub().kill();
    stage.hub().restore();
    return stage.mending(
        "the hub is killed and its disk is as at the start",
        Duration.ofSeconds(45),
        stage.hub()::start);
  }

  static String paused(Stage stage) {
    stage.hub().pause();
    return stage.mending("the hub stands still", Duration.ofSeconds(70), stage.hub()::resume);
  }

  static String diskFull(Stage stage) {
    stage.hub().disk().become(Condition.FULL);
    return stage.mending(
        "the hub's disk is full",
        Duration.ofSeconds(40),
        () -> stage.hub().disk().become(Condition.SOUND));
  }

  static String diskFails(Stage stage) {
    stage.hub().disk().become(Condition.FAILING);
    return stage.mending(
        "the hub's disk fails",
        Duration.ofSeconds(20),
        () -> stage.hub().disk().become(Condition.SOUND));
  }
}
