package dev.portolan.bench.suite;

import dev.portolan.bench.figure.Rounds;
import dev.portolan.bench.figure.Row;
import dev.portolan.bench.figure.Samples;
import dev.portolan.bench.subject.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Subjects that publish in turns; what each needed, as the median of its rounds. */
final class Contest {
  static final String LAST = "last p50 ms";
  static final String LAST_P90 = "last p90 ms";
  static final String CPU = "server CPU ms / change";
  static final String CPU_EACH = "server CPU µs / delivery";
  static final String BYTES = "bytes / delivery";

  private final Map<Subject, List<Slot>> slots = new LinkedHashMap<>();

  private Contest() {}

  /**
   * Lets all of them publish.
   *
   * @param changes in one turn
   * @param pauseMillis between the beginnings of two changes
   */
  static Contest run(Setting setting, List<Subject> subjects, int changes, int pauseMillis) {
    for (Subject subject : subjects) {
      setting.say("warming up " + subject.name());
      warm(subject, setting.size(12, 6));
    }
    Contest contest = new Contest();
    int round = 0;
    for (List<Subject> order : Rounds.interleaved(subjects, setting.rounds())) {
      setting.say("round " + ++round + " of " + setting.rounds());
      for (Subject subject : order) {
        contest
            .slots
            .computeIfAbsent(subject, absent -> new ArrayList<>())
            .add(Slot.take(subject, changes, pauseMillis));
      }
    }
    return contest;
  }

  private static void warm(Subject subject, int seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < end) {
      Slot.take(subject, 10, 0);
    }
  }

  Row row(Subject subject) {
    List<Slot> turns = turns(subject);
    List<Double> every = turns.stream().flatMap(slot -> slot.lastMillis().stream()).toList();
    double cpu = Samples.of(turns.stream().map(Slot::cpuMillis).toList()).median();
    return Row.of(subject.name())
        .with(LAST, Samples.of(turns.stream().map(Slot::medianMillis).toList()).median())
        .with(LAST_P90, Samples.of(every).percentile(0.9))
        .with(CPU, cpu)
        .with(CPU_EACH, cpu * 1000 / subject.subscribers())
        .with(BYTES, Samples.of(turns.stream().map(Slot::bytes).toList()).median());
  }

  /** How far a subject's rounds were apart, in time. */
  double spread(Subject subject) {
    return Samples.of(turns(subject).stream().map(Slot::medianMillis).toList()).spread();
  }

  private List<Slot> turns(Subject subject) {
    return slots.getOrDefault(subject, List.of());
  }
}
