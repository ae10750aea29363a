package dev.portolan.simulation;

import dev.portolan.simulation.time.VirtualTime;
import dev.portolan.world.Worlds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** One history, from its script to what is wrong with it. */
final class History {
  // What is refused may be tried again after five minutes; what no watch tells of is found when all
  // is read again, after ten.
  private static final Duration BOUND = Duration.ofMinutes(12);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int ADVICE = 30;
  private static final int MOST_LOSSES = 10;
  private static final Duration QUIET = Duration.ofSeconds(15);

  private final Script script;
  private final Federation federation;
  private final List<String> story = new ArrayList<>();

  /**
   * What came of a history.
   *
   * @param violations of what must hold; none: all is well
   * @param story what was done, in order
   * @param events how much happened in it
   */
  record Outcome(Script script, List<String> violations, List<String> story, long events) {
    boolean sound() {
      return violations.isEmpty();
    }
  }

  private History(Script script, Path states) {
    this.script = script;
    Random random = new Random(script.seed());
    this.federation = new Federation(new VirtualTime(random), new Worlds(random), states);
  }

  /** Lives through it. */
  static Outcome play(Script script) {
    Path states = directory();
    History history = new History(script, states);
    try {
      List<String> violations = history.violations();
      return new Outcome(script, violations, history.story, history.federation.time().happened());
    } finally {
      history.federation.close();
      remove(states);
    }
  }

  private List<String> violations() {
    federation.start();
    List<String> wrong = comeTogether("after the start");
    if (wrong.isEmpty()) {
      federation.settle();
      script.steps().forEach(this::take);
      say("all is mended");
      federation.mend();
      wrong = comeTogether("after all was mended");
    }
    if (wrong.isEmpty() && script.seed() % 2 != 0) {
      wrong = doWithoutOne();
    }
    if (wrong.isEmpty() && script.seed() % 3 != 0) {
      wrong = doWithoutARegistrant();
    }
    if (wrong.isEmpty()) {
      wrong = stayTogether();
    }
    if (wrong.isEmpty()) {
      wrong = federation.breaches();
    }
    return wrong;
  }

  // What the rules say about a cluster that is lost is done, all of it, and undone.
  private List<String> doWithoutOne() {
    List<ClusterMachine> clusters = federation.clusters();
    ClusterMachine lost = clusters.get(new Random(script.seed()).nextInt(clusters.size()));
    say("the agent of " + lost.id() + " is killed and stays away");
    lost.kill();
    List<String> wrong = comeTogether("without " + lost.id());
    if (wrong.isEmpty()) {
      say("it is started");
      lost.start(Set.of());
      wrong = comeTogether("when " + lost.id() + " was back");
    }
    return wrong;
  }

  private List<String> doWithoutARegistrant() {
    List<RegistrantMachine> all = federation.registrants();
    RegistrantMachine gone = all.get(new Random(script.seed()).nextInt(all.size()));
    say(gone.name() + " is killed and stays away");
    gone.kill();
    List<String> wrong = comeTogether("without " + gone.name());
    if (wrong.isEmpty()) {
      say("it is started");
      gone.start();
      wrong = comeTogether("when " + gone.name() + " was back");
    }
    return wrong;
  }

  private void take(Script.Step step) {
    federation.time().pass(step.after());
    List<ClusterMachine> clusters = federation.clusters();
    ClusterMachine cluster = clusters.get(step.where() % clusters.size());
    say(step.act().on(new Stage(federation, cluster, new Random(step.luck()))));
  }

  private void say(String what) {
    Duration at = federation.time().elapsed();
    story.add("%d.%03d s: %s".formatted(at.toSeconds(), at.toMillisPart(), what));
  }

  private List<String> comeTogether(String when) {
    Duration from = federation.time().elapsed();
    List<String> differences = List.of("nothing was looked at");
    while (!differences.isEmpty() && federation.time().elapsed().minus(from).compareTo(BOUND) < 0) {
      federation.time().pass(LOOK);
      federation.releaseHolds();
      federation.resumeRollouts();
      if (federation.time().elapsed().minus(from).toSeconds() % ADVICE == 0) {
        federation.deleteKept();
      }
      if (!federation.violations().isEmpty()) {
        return federation.violations();
      }
      differences = federation.differences();
      if (differences.isEmpty()) {
        differences = federation.unreported();
      }
    }
    return differences.stream()
        .map(difference -> "P7: %s, within %s: %s".formatted(when, BOUND, difference))
        .toList();
  }

  // Whoever was cut off until now may yet be called lost, and then, in time, for longer than a
  // grace; and come back.
  private List<String> stayTogether() {
    long losses = federation.losses();
    List<String> wrong = keepQuiet();
    for (int i = 0;
        i < MOST_LOSSES && federation.losses() != losses && federation.violations().isEmpty();
        i++) {
      losses = federation.losses();
      wrong = comeTogether("when whoever was lost was back");
      wrong = wrong.isEmpty() ? keepQuiet() : wrong;
    }
    return wrong;
  }

  private List<String> keepQuiet() {
    long steps = federation.steps();
    federation.time().pass(QUIET);
    List<String> wrong = new ArrayList<>(federation.violations());
    federation
        .differences()
        .forEach(difference -> wrong.add("P7: came together and went apart: " + difference));
    if (federation.steps() != steps) {
      wrong.add("P7: objects are written though nothing changes");
    }
    return wrong;
  }

  private static Path directory() {
    try {
      return Files.createTempDirectory("portolan-simulation");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
