package dev.portolan.simulation;

import dev.portolan.simulation.network.Route;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What may happen to the way between an agent and the hub. */
final class LinkFaults {
  private LinkFaults() {}

  static String cut(Stage stage) {
    stage.cluster().route().reset();
    return "the connections of " + stage.id() + " are reset";
  }

  static String halfOpen(Stage stage) {
    stage.cluster().route().block(true, true);
    return stage.mending(
        "nothing passes between %s and the hub, unnoticed,".formatted(stage.id()),
        Duration.ofSeconds(100),
        stage.cluster().route()::heal);
  }

  static String oneWay(Stage stage) {
    boolean up = stage.luck().nextBoolean();
    stage.cluster().route().block(up, !up);
    return stage.mending(
        "nothing passes %s %s any more".formatted(up ? "from" : "to", stage.id()),
        Duration.ofSeconds(100),
        stage.cluster().route()::heal);
  }

  static String slowWay(Stage stage) {
    stage.cluster().route().slow(Duration.ofMillis(800), Duration.ofMillis(500));
    return stage.mending(
        "the way of %s is slow".formatted(stage.id()),
        Duration.ofSeconds(40),
        stage.cluster().route()::heal);
  }

  static String hubCutOff(Stage stage) {
    List<Route> all =
        Stream.concat(
                stage.federation().clusters().stream().map(ClusterMachine::route),
                stage.federation().registrants().stream().map(RegistrantMachine::route))
            .toList();
    all.forEach(route -> route.block(true, true));
    return stage.mending(
        "nothing passes between the hub and anybody, unnoticed,",
        Duration.ofSeconds(100),
        () -> all.forEach(Route::heal));
  }

  static String replayed(Stage stage) {
    int messages = stage.federation().replay(stage.cluster().id());
    return "the last report stream of %s comes to the hub once more, with %d messages"
        .formatted(stage.id(), messages);
  }
}
