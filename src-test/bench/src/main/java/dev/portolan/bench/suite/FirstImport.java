package dev.portolan.bench.suite;

import dev.portolan.bench.figure.Row;
import dev.portolan.bench.foreign.Consul;
import dev.portolan.bench.foreign.Programs;
import dev.portolan.bench.process.ServerProcess;
import dev.portolan.bench.subject.Hub;
import java.util.concurrent.TimeUnit;

/** A source that finds a large Consul: how long it takes, and what it costs to follow it. */
record FirstImport(Setting setting, Hub hub) {
  static final String SECONDS = "complete after s";
  static final String RESIDENT = "resident MiB";
  static final String CPU = "CPU %";

  private static final double MEBIBYTE = 1 << 20;
  private static final int SERVICES = 100;

  static int instances(Setting setting) {
    return SERVICES * ofService(setting);
  }

  private static int ofService(Setting setting) {
    return setting.size(100, 10);
  }

  Row measure(String origin) {
    try (Open open = new Open()) {
      Consul consul = Consul.start(setting.place(), origin);
      open.add(consul, consul::close);
      int instances = instances(setting);
      setting.say("a Consul with " + instances + " instances");
      consul.fill(SERVICES, ofService(setting));
      long begin = System.nanoTime();
      ServerProcess source = Programs.source(setting.place(), consul, hub.server().port());
      open.add(source, source::close);
      Wait.until("the hub has them", 120, () -> hub.standing(origin).endpoints() == instances);
      double seconds = (System.nanoTime() - begin) / 1e9;
      setting.say("imported; looking at the source for a while");
      return settled(
          Row.of("first import of %d instances".formatted(instances)).with(SECONDS, seconds),
          source);
    }
  }

  /** After what came of the import, over a while in which nothing happens. */
  private Row settled(Row row, ServerProcess source) {
    pause(setting.size(10, 5));
    double before = source.cpuMicros();
    double resident = 0;
    int seconds = setting.size(60, 20);
    for (int i = 0; i < seconds; i++) {
      pause(1);
      resident = Math.max(resident, source.residentBytes() / MEBIBYTE);
    }
    double cpu = (source.cpuMicros() - before) / (seconds * 1e6) * 100;
    return row.with(RESIDENT, resident).with(CPU, cpu);
  }

  private static void pause(int seconds) {
    Wait.until(System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
  }
}
