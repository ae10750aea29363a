package dev.portolan.simulation;

import java.time.Duration;

/** What may happen to processes that register instances, and what they may want. */
final class RegistrantFaults {
  private RegistrantFaults() {}

  static String changed(Stage stage) {
    return stage.registrant().change(stage.luck());
  }

  static String killed(Stage stage) {
    RegistrantMachine registrant = stage.registrant();
    registrant.kill();
    return stage.mending(
        registrant.name() + " is killed", Duration.ofSeconds(90), registrant::start);
  }

  static String cutOff(Stage stage) {
    RegistrantMachine registrant = stage.registrant();
    registrant.route().block(true, true);
    return stage.mending(
        "nothing passes between %s and the hub, unnoticed,".formatted(registrant.name()),
        Duration.ofSeconds(100),
        registrant.route()::heal);
  }

  static String originCutOff(Stage stage) {
    RegistrantMachine one = stage.registrant();
    for (RegistrantMachine each : stage.federation().registrants()) {
      if (each.origin().equals(one.origin())) {
        each.route().block(true, true);
        stage.federation().time().after(Duration.ofSeconds(75), each.route()::heal);
      }
    }
    return "nothing passes between all of %s and the hub for 75 s".formatted(one.origin());
  }
}
