package dev.portolan.bench;

import dev.portolan.bench.figure.Machine;
import dev.portolan.bench.figure.Outcome;
import dev.portolan.bench.figure.PublishedSection;
import dev.portolan.bench.figure.Report;
import dev.portolan.bench.figure.ReportFile;
import dev.portolan.bench.figure.Tables;
import dev.portolan.bench.process.Parts;
import dev.portolan.bench.subject.Place;
import dev.portolan.bench.suite.Benchmark;
import dev.portolan.bench.suite.Setting;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line: which benchmarks, how large, and where the figures go. */
@Command(
    name = "bench",
    description = {
      "Measures what changes, subscribers and memory cost, beside floors and other servers that run"
          + " in turns in the same run. Prints tables; writes report.json and plots into"
          + " target/bench.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 measured (goals may be missed: the tables say so), 1 a benchmark failed or its"
          + " floor varied by more than 30 %%, 2 wrong usage.",
      "Nothing else should run on the machine meanwhile."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BenchCommand implements Callable<Integer> {
  private static final PrintStream OUT = System.out;

  @Parameters(paramLabel = "B1…B12", description = "Which; all of them by default.")
  private List<String> chosen = List.of();

  @Option(
      names = "--quick",
      description = "Small sizes: a minute or two each, to see that it works.")
  private boolean quick;

  @Option(
      names = "--report-to",
      paramLabel = "FILE",
      description = "Afterwards, writes the results into this page, between its two markers.")
  private @Nullable Path page;

  @Option(
      names = "--no-run",
      description = "Measures nothing: --report-to takes the figures of the last run.")
  private boolean reuse;

  @Option(
      names = "--again",
      description =
          "Puts what is measured into the report of the last run, which keeps its other figures.")
  private boolean again;

  @Spec private @Nullable CommandSpec spec;

  private final Path out = Path.of(System.getProperty("bench.out", "target/bench"));
  private boolean failed;

  @Override
  public Integer call() throws IOException {
    Report report = reuse ? ReportFile.read(out) : run();
    if (page != null) {
      try {
        Files.writeString(page, PublishedSection.into(Files.readString(page), report));
        OUT.println("written into " + page);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(known().commandLine(), page + ": " + e.getMessage(), e);
      }
    }
    return failed || !report.rejected().isEmpty() ? 1 : 0;
  }

  private CommandSpec known() {
    if (spec == null) {
      throw new IllegalStateException("not run by picocli");
    }
    return spec;
  }

  private Report run() throws IOException {
    List<Benchmark> benchmarks = benchmarks();
    int left = benchmarks.stream().mapToInt(each -> each.seconds(quick)).sum();
    Machine machine = Machine.here();
    double load = Machine.load();
    OUT.printf(Locale.ROOT, "%s%nload %.2f; takes about %s%n", machine, load, minutes(left));
    long begin = System.nanoTime();
    List<Outcome> outcomes = new ArrayList<>();
    for (Benchmark benchmark : benchmarks) {
      OUT.printf("%n%s: %s (%s left)%n", benchmark.id(), benchmark.title(), minutes(left));
      left -= benchmark.seconds(quick);
      measure(benchmark, outcomes);
    }
    Report report =
        new Report(
            LocalDate.now(ZoneOffset.UTC).toString(),
            quick,
            machine,
            load,
            Machine.load(),
            (System.nanoTime() - begin) / 60e9,
            outcomes);
    report = again ? ReportFile.read(out).with(report) : report;
    ReportFile.write(report, out);
    OUT.printf("%nreport: %s%n", out.resolve("report.json"));
    return report;
  }

  private void measure(Benchmark benchmark, List<Outcome> outcomes) throws IOException {
    Path work = out.resolve("work");
    delete(work);
    long begin = System.nanoTime();
    Setting setting =
        new Setting(
            quick,
            new Place(work.toAbsolutePath(), Parts.ofLauncher()),
            text -> OUT.printf("  %4d s  %s%n", (System.nanoTime() - begin) / 1_000_000_000, text));
    try {
      Outcome outcome = benchmark.outcome(setting);
      outcomes.add(outcome);
      OUT.print("\n" + Tables.terminal(outcome));
    } catch (RuntimeException e) {
      failed = true;
      OUT.println("  " + benchmark.id() + " failed; the logs of its servers are in " + work);
      e.printStackTrace(OUT);
    }
  }

  private List<Benchmark> benchmarks() {
    List<Benchmark> all = Benchmark.all();
    for (String id : chosen) {
      if (all.stream().noneMatch(each -> each.id().equalsIgnoreCase(id))) {
        throw new ParameterException(
            known().commandLine(),
            id + " is no benchmark; there are " + all.stream().map(Benchmark::id).toList());
      }
    }
    return all.stream()
        .filter(each -> chosen.isEmpty() || chosen.stream().anyMatch(each.id()::equalsIgnoreCase))
        .toList();
  }

  private static String minutes(int seconds) {
    return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
