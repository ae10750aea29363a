package dev.portolan.it.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** What is to happen and when, chosen by a seed. */
record FaultSchedule(long seed, List<Step> steps) {
  private static final int LONGEST_PAUSE_MILLIS = 1500;
  private static final int LONGEST_FAULT_MILLIS = 6000;

  FaultSchedule {
    steps = List.copyOf(steps);
  }

  /**
   * One thing that happens.
   *
   * @param at since the beginning
   * @param cluster where
   * @param change of the cluster's files, if it is one
   * @param mishap otherwise
   * @param lasting until that ends
   * @param luck whatever else it needs
   */
  record Step(
      Duration at,
      String cluster,
      Optional<InputChange> change,
      Mishap mishap,
      Duration lasting,
      int luck) {
    @Override
    public String toString() {
      return "%d ms: %s"
          .formatted(
              at.toMillis(),
              change
                  .map(InputChange::toString)
                  .orElseGet(
                      () ->
                          mishap.momentary()
                              ? "%s: %s".formatted(cluster, mishap)
                              : "%s: %s for %d ms".formatted(cluster, mishap, lasting.toMillis())));
    }
  }

  /** Steps for so long. */
  static FaultSchedule of(long seed, Duration time) {
    Random random = new Random(seed);
    List<Step> steps = new ArrayList<>();
    long at = 0;
    while (at < time.toMillis()) {
      boolean changes = random.nextBoolean();
      InputChange change = InputChange.ALL.get(random.nextInt(InputChange.ALL.size()));
      String cluster = FileFederation.CLUSTERS.get(random.nextInt(FileFederation.CLUSTERS.size()));
      steps.add(
          new Step(
              Duration.ofMillis(at),
              changes ? change.cluster() : cluster,
              changes ? Optional.of(change) : Optional.empty(),
              Mishap.ALL.get(random.nextInt(Mishap.ALL.size())),
              // Short ones are as likely as long ones.
              Duration.ofMillis(random.nextInt(LONGEST_FAULT_MILLIS >> random.nextInt(4))),
              random.nextInt(20_000)));
      at += random.nextInt(LONGEST_PAUSE_MILLIS);
    }
    return new FaultSchedule(seed, steps);
  }

  /** The changes alone, in order. */
  List<InputChange> changes() {
    return steps.stream().flatMap(step -> step.change().stream()).toList();
  }

  /**
   * Does all of it, in its time.
   *
   * @param watch told before something happens that explains what it sees
   */
  void play(FileFederation federation, ObjectWatch watch) throws Exception {
    ScheduledExecutorService hands = Executors.newSingleThreadScheduledExecutor();
    try {
      List<ScheduledFuture<?>> all = new ArrayList<>();
      for (Step step : steps) {
        FileSite site = federation.site(step.cluster());
        all.add(later(hands, step.at(), () -> begin(step, federation, site, watch)));
        if (step.change().isEmpty()) {
          all.add(
              later(
                  hands,
                  step.at().plus(step.lasting()),
                  () -> step.mishap().end(federation, site)));
        }
      }
      for (ScheduledFuture<?> each : all) {
        each.get();
      }
    } finally {
      hands.shutdownNow();
    }
  }

  private static ScheduledFuture<?> later(
      ScheduledExecutorService hands, Duration at, Runnable task) {
    return hands.schedule(task, at.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void begin(
      Step step, FileFederation federation, FileSite site, ObjectWatch watch) {
    if (step.change().isPresent()) {
      InputChange change = step.change().get();
      if (change.withdrawal()) {
        watch.mayGo(change.service());
      } else {
        watch.mayChange(change.service());
      }
      change.apply(site.input());
    } else {
      step.mishap().begin(federation, site, step.luck());
    }
  }

  @Override
  public String toString() {
    StringBuilder story = new StringBuilder("seed " + seed + ":");
    steps.forEach(step -> story.append("\n  ").append(step));
    return story.toString();
  }
}
