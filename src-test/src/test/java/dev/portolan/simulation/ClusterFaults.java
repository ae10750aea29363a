package dev.portolan.simulation;

import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.Refusal;
import dev.portolan.simulation.cluster.Weather;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What may happen to a cluster: to its API server, and to objects by hand. */
final class ClusterFaults {
  private static final List<Refusal> REFUSALS =
      List.of(
          Refusal.THROTTLED,
          Refusal.DENIED,
          Refusal.FORBIDDEN,
          Refusal.QUOTA,
          Refusal.SERVER_FAULT,
          Refusal.NAMESPACE_TERMINATING);

  private ClusterFaults() {}

  static String refuses(Stage stage) {
    Refusal refusal = REFUSALS.get(stage.luck().nextInt(REFUSALS.size()));
    Optional<Duration> retryAfter =
        refusal == Refusal.THROTTLED ? Optional.of(Duration.ofSeconds(3)) : Optional.empty();
    return weather(
        stage, Weather.refusing(refusal, retryAfter), "answers " + refusal + " to every write");
  }

  static String away(Stage stage) {
    return weather(stage, Weather.away(), "does not answer");
  }

  static String deaf(Stage stage) {
    return weather(stage, Weather.deaf(), "has silent watches");
  }

  static String losesAnswers(Stage stage) {
    return weather(stage, Weather.lossy(), "writes, but its answers are lost");
  }

  static String slow(Stage stage) {
    return weather(stage, Weather.slow(Duration.ofSeconds(5)), "is slow");
  }

  private static String weather(Stage stage, Weather weather, String what) {
    stage.cluster().api().weather(weather);
    return stage.mending(
        "the API server of %s %s".formatted(stage.id(), what),
        Duration.ofSeconds(40),
        () -> stage.cluster().api().weather(Weather.FAIR));
  }

  static String removedByHand(Stage stage) {
    Optional<ObjectRef> ref = stage.anyObject();
    ref.ifPresent(stage.cluster().api()::removeByHand);
    return "somebody removes %s in %s"
        .formatted(ref.map(Object::toString).orElse("nothing"), stage.id());
  }

  static String touchedByHand(Stage stage) {
    Optional<ObjectRef> ref = stage.anyObject();
    ref.ifPresent(stage.cluster().api()::touch);
    return "somebody touches %s in %s"
        .formatted(ref.map(Object::toString).orElse("nothing"), stage.id());
  }
}
