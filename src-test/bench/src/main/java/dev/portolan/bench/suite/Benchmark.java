package dev.portolan.bench.suite;

import dev.portolan.bench.figure.Outcome;
import dev.portolan.bench.process.Parts;
import java.util.List;
import java.util.Optional;

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
        new AgentSize(),
        new HubStart(),
        new Churn(),
        new PolicyEdit(),
        new ForeignChange());
  }

  /** {@code B1} and so on. */
  String id();

  String title();

  /** How long it takes on two cores, roughly. */
  int seconds(boolean quick);

  /** Why it has to be left out here, if it has. */
  default Optional<String> missing(Parts parts) {
    return Optional.empty();
  }

  /** Measures; leaves no process behind. */
  Outcome run(Setting setting);

  /** What it measures, or why nothing. */
  default Outcome outcome(Setting setting) {
    Optional<String> missing = missing(setting.place().parts());
    missing.ifPresent(why -> setting.say("left out: " + why));
    return missing.map(why -> Outcome.leftOut(id(), title(), why)).orElseGet(() -> run(setting));
  }
}
