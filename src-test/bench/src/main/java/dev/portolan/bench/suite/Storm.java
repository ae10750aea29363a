package dev.portolan.bench.suite;

import dev.portolan.bench.figure.Row;
import dev.portolan.bench.figure.Samples;
import dev.portolan.bench.process.ServerProcess;
import dev.portolan.bench.wire.AgentGroup;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Many agents connecting at once.
 *
 * @param agents that connected
 * @param millis until the last of them had everything
 * @param cpuMillis of the server
 * @param down bytes to each agent
 * @param envelope of these, what is not a resource
 * @param up bytes from each agent
 * @param largest bytes of the largest message
 */
record Storm(
    int agents,
    double millis,
    double cpuMillis,
    double down,
    double envelope,
    double up,
    double largest) {
  static final String TIME = "time ms";
  static final String CPU = "server CPU ms";
  static final String DOWN = "bytes down / agent";
  static final String ENVELOPE = "of these no resources";
  static final String UP = "bytes up / agent";
  static final String LARGEST = "largest message KB";
  static final String GOODPUT = "MB/s";

  /** Lets a group connect, and go. */
  static Storm of(ServerProcess server, Supplier<AgentGroup> connect) {
    double cpu = server.cpuMicros();
    long begin = System.nanoTime();
    try (AgentGroup group = connect.get()) {
      double millis = (group.syncedNanos() - begin) / 1e6;
      return new Storm(
          group.size(),
          millis,
          (server.cpuMicros() - cpu) / 1000,
          (double) group.traffic().down() / group.size(),
          (double) (group.traffic().down() - group.traffic().resources()) / group.size(),
          (double) group.traffic().up() / group.size(),
          group.traffic().largest());
    }
  }

  /** The medians of some. */
  static Row row(String name, List<Storm> storms) {
    double bytes = median(storms, Storm::down) * storms.get(0).agents();
    return Row.of(name)
        .with(TIME, median(storms, Storm::millis))
        .with(CPU, median(storms, Storm::cpuMillis))
        .with(DOWN, median(storms, Storm::down))
        .with(ENVELOPE, median(storms, Storm::envelope))
        .with(UP, median(storms, Storm::up))
        .with(LARGEST, median(storms, Storm::largest) / 1024)
        .with(GOODPUT, bytes / 1e3 / median(storms, Storm::millis));
  }

  private static double median(List<Storm> storms, ToDoubleFunction<Storm> figure) {
    return Samples.of(storms.stream().map(storm -> figure.applyAsDouble(storm)).toList()).median();
  }
}
