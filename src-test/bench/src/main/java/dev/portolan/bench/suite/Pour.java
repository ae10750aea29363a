package dev.portolan.bench.suite;

import dev.portolan.bench.figure.Row;
import dev.portolan.bench.figure.Samples;
import dev.portolan.bench.subject.Subject;
import dev.portolan.bench.wire.Crowd;
import java.util.ArrayList;
import java.util.List;

/** How fast a floor pours large messages to all its subscribers. */
final class Pour {
  static final int MESSAGE_BYTES = 64 * 1024;
  static final String CPU_EACH = "server CPU µs / message";

  private final Subject subject;
  private final List<Double> megabytes = new ArrayList<>();
  private final List<Double> cpu = new ArrayList<>();

  Pour(Subject subject) {
    this.subject = subject;
  }

  /** Sends so many messages to each subscriber; the rate counts when {@code measured}. */
  void once(int messages, boolean measured) {
    double before = subject.server().cpuMicros();
    int all = messages * subject.subscribers();
    Crowd.Wave last = subject.updated().expect(all);
    long begin = System.nanoTime();
    subject.server().ask("pour " + messages);
    double seconds = (last.last(120) - begin) / 1e9;
    if (measured) {
      megabytes.add((double) all * MESSAGE_BYTES / 1e6 / seconds);
      cpu.add((subject.server().cpuMicros() - before) / all);
    }
  }

  Row row() {
    return Row.of(subject.name() + ", 64 KB messages")
        .with(Storm.GOODPUT, Samples.of(megabytes).median())
        .with(CPU_EACH, Samples.of(cpu).median());
  }

  double spread() {
    return Samples.of(megabytes).spread();
  }
}
