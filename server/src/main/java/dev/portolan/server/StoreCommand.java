package dev.portolan.server;

import dev.portolan.server.control.StoreException;
import dev.portolan.server.control.StoreInUseException;
import dev.portolan.server.store.StoppedStore;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * {@code portolan server store verify|export|import}: the last resort for a stopped hub's store.
 */
final class StoreCommand {
  static final String NAME = "store";

  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int WRONG_USE = 2;
  private static final int IN_USE = 4;

  private static final String HELP =
      """
      Usage: portolan server store verify --data-directory DIRECTORY
             portolan server store export --data-directory DIRECTORY --file FILE [--salvage] [--format N]
             portolan server store import --data-directory DIRECTORY --file FILE

      The last resort for the store of a hub that is stopped. Restore a backup where there is one:
      a hub notices by itself that it is old.

        verify   Reads everything and compares checksums; changes nothing.
        export   Writes all records to a text file; changes nothing. With --salvage it leaves out what
                 is damaged instead of failing, and says how much. With --format 1 it leaves out what
                 a hub that reads no later format does not know.
        import   Makes a new store of such a file, in an empty directory and a new epoch: every cluster
                 lists again, and agents keep what the file does not hold until it has.

      Exit codes: 0 done; 1 damaged, or not readable or writable; 2 wrong use; 4 a hub is running on
      the directory.
      """;

  private final PrintStream out;
  private final PrintStream err;

  StoreCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Runs one command; {@code arguments} without {@value #NAME}. */
  int run(List<String> arguments) {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      out.print(HELP);
      return DONE;
    }
    List<String> rest = new ArrayList<>(arguments);
    boolean salvage = rest.remove("--salvage");
    Map<String, String> flags = new TreeMap<>();
    String verb = rest.isEmpty() ? "" : rest.get(0);
    for (int i = 1; i < rest.size(); i += 2) {
      if (i + 1 == rest.size() || flags.put(rest.get(i), rest.get(i + 1)) != null) {
        return refuse(rest.get(i) + " needs one value");
      }
    }
    Optional<Path> directory = Optional.ofNullable(flags.remove("--data-directory")).map(Path::of);
    Optional<Path> file = Optional.ofNullable(flags.remove("--file")).map(Path::of);
    String format = flags.remove("--format");
    boolean verifies = verb.equals("verify");
    if (!verifies && !verb.equals("export") && !verb.equals("import")) {
      return refuse(verb.isEmpty() ? "say verify, export or import" : "there is no '" + verb + "'");
    }
    if (format != null && (!verb.equals("export") || !format.matches("[1-9][0-9]?"))) {
      return refuse("--format takes the number of a format, and goes with export");
    }
    if (!flags.isEmpty() || (salvage && !verb.equals("export"))) {
      return refuse(
          verb + " takes no " + (flags.isEmpty() ? "--salvage" : flags.keySet().iterator().next()));
    }
    if (directory.isEmpty() || verifies == file.isPresent()) {
      return refuse(verb + " takes --data-directory" + (verifies ? "" : " and --file"));
    }
    StoppedStore store = new StoppedStore(directory.get());
    return perform(
        verb,
        () ->
            switch (verb) {
              case "verify" -> store.verify();
              case "export" ->
                  store.exportTo(
                      file.orElseThrow(),
                      salvage,
                      format == null ? StoppedStore.NEWEST_FORMAT : Integer.parseInt(format));
              default -> store.importFrom(file.orElseThrow());
            });
  }

  private int perform(String verb, Supplier<StoppedStore.Summary> operation) {
    try {
      StoppedStore.Summary summary = operation.get();
      out.printf(
          "%s: epoch %s, revision %d; %s%s%s%n",
          verb.equals("verify") ? "whole" : verb + "ed",
          summary.revision().epoch(),
          summary.revision().sequence(),
          summary.records().entrySet().stream()
              .map(count -> count.getKey() + " " + count.getValue())
              .collect(Collectors.joining(", ")),
          summary.skipped() == 0 ? "" : "; left out as damaged: " + summary.skipped(),
          summary.newer() == 0 ? "" : "; left out as of a later format: " + summary.newer());
      return DONE;
    } catch (StoreInUseException e) {
      return fail(IN_USE, e);
    } catch (StoreException e) {
      return fail(FAILED, e);
    }
  }

  private int refuse(String problem) {
    err.println("portolan-server store: " + problem + "; see --help");
    return WRONG_USE;
  }

  private int fail(int code, StoreException failure) {
    err.println("portolan-server store: " + failure.getMessage());
    return code;
  }
}
