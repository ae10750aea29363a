package dev.portolan.simulation;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * {@code ./simulate}: lives through many histories, one after the other, and ends with how many
 * there were. Exit code 1 when something is wrong in one of them, 2 when it was not understood.
 */
public final class SimulationMain {
  private static final Duration PROGRESS = Duration.ofSeconds(10);

  private final PrintStream out;
  private long histories;
  private long events;
  private long violations;

  private SimulationMain(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] args) {
    SimulationMain main = new SimulationMain(System.out);
    try {
      Request request = Request.of(List.of(args));
      // Whoever interrupts it wants to know how far it came.
      Runtime.getRuntime().addShutdownHook(new Thread(main::sum, "sum"));
      main.run(request);
    } catch (IllegalArgumentException e) {
      System.err.println("simulate: " + e.getMessage());
      Runtime.getRuntime().halt(2);
    }
    System.exit(main.violations == 0 ? 0 : 1);
  }

  /**
   * What is asked for.
   *
   * @param steps that alone are taken, by number; empty for all
   */
  private record Request(long from, long seeds, List<Integer> steps, boolean all) {
    static Request of(List<String> args) {
      long from = 0;
      long seeds = 1000;
      List<Integer> steps = List.of();
      boolean all = true;
      for (int i = 0; i < args.size(); i += 2) {
        if (i + 1 == args.size()) {
          throw new IllegalArgumentException(args.get(i) + " needs a value, see --help");
        }
        String value = args.get(i + 1);
        switch (args.get(i)) {
          case "--from" -> from = Long.parseLong(value);
          case "--seeds" -> seeds = Long.parseLong(value);
          case "--steps" -> {
            all = false;
            steps =
                value.equals("none")
                    ? List.of()
                    : Arrays.stream(value.split(",")).map(Integer::valueOf).toList();
          }
          default -> throw new IllegalArgumentException("unknown option " + args.get(i));
        }
      }
      return new Request(from, seeds, steps, all);
    }
  }

  private void run(Request request) {
    long shown = System.nanoTime();
    for (long seed = request.from(); seed < request.from() + request.seeds(); seed++) {
      Script script = Script.of(seed);
      History.Outcome outcome = History.play(request.all() ? script : script.only(request.steps()));
      count(outcome);
      if (!outcome.sound()) {
        out.println(Report.of(request.all() ? Shrink.smallest(outcome) : outcome));
      }
      if (System.nanoTime() - shown > PROGRESS.toNanos()) {
        shown = System.nanoTime();
        out.printf("… %d of %d histories, next seed %d%n", histories, request.seeds(), seed + 1);
      }
    }
  }

  private synchronized void count(History.Outcome outcome) {
    histories++;
    events += outcome.events();
    violations += outcome.sound() ? 0 : 1;
  }

  private synchronized void sum() {
    out.printf("%d histories, %d events, %d violations%n", histories, events, violations);
    out.flush();
  }
}
