package dev.portolan.simulation;

/** What people do on purpose. */
final class Wishes {
  private Wishes() {}

  static String change(Stage stage) {
    return stage.id() + " " + stage.change();
  }

  static String changes(Stage stage) {
    StringBuilder said = new StringBuilder(stage.id() + " at once");
    for (int i = 0; i < 3; i++) {
      said.append(i == 0 ? " " : ", ").append(stage.change());
    }
    return said.toString();
  }

  static String holdsReleased(Stage stage) {
    stage.federation().releaseHolds();
    return "somebody releases what is held";
  }

  static String holdsRejected(Stage stage) {
    stage.federation().rejectHolds();
    return "somebody rejects what is held";
  }

  static String rolloutsResumed(Stage stage) {
    stage.federation().resumeRollouts();
    return "somebody lets rollouts go on";
  }

  static String rolloutsAborted(Stage stage) {
    stage.federation().abortRollouts();
    return "somebody gives rollouts up";
  }

  static String rulesChanged(Stage stage) {
    return "somebody changes the rules to " + stage.federation().changeRules(stage.luck());
  }
}
