package dev.portolan.bench;

import picocli.CommandLine;

/** The benchmarks as a program. */
public final class BenchMain {
  private BenchMain() {}

  /** Exit codes: 0 measured, 1 a floor varied too much or a benchmark failed, 2 told wrong. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new BenchCommand()).execute(arguments));
  }
}
