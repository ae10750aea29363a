package dev.portolan.bench.suite;

import dev.portolan.bench.figure.Outcome;
import java.util.List;

/** One workload. */
public interface Benchmark {
  /** All of them, in the order in which they are run. */
  static List<Benchmark> all() {
    return List.of(
        new Propagation(),
        new RegistrySize(),
        new FanOut(),
        new ColdStart(),
        new Reconnect(),
        new MemoryUse(),
        new EndToEnd(),
        new AgentSize());
  }

  /** {@code B1} and so on. */
  String id();

  String title();

  /** How long it takes on two cores, roughly. */
  int seconds(boolean quick);

  /** Measures; leaves no process behind. */
  Outcome run(Setting setting);
}
