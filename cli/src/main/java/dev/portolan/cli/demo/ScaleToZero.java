package dev.portolan.cli.demo;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.IoReason;
import dev.portolan.cli.shell.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * One change, from file to file: a service loses all its pods in one cluster, and a cluster on
 * another network stops sending traffic there.
 */
final class ScaleToZero {
  static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final Duration POLL = Duration.ofNanos(500_000);
  private static final int DIFF_CONTEXT = 3;
  private static final String CLUSTER = "east-2";
  private static final String OBSERVER = "west-1";
  private static final String SERVICE = "reviews";

  private final Path input;
  private final Path output;
  private final Path logs;
  private final Patience patience;

  /**
   * Finds the files.
   *
   * @throws CommandException if the observer does not have the service
   */
  ScaleToZero(DemoDirectory files, Patience patience) {
    this.input = files.input(CLUSTER).resolve(SERVICE + ".yaml");
    this.output = serviceEntry(files.output(OBSERVER));
    this.logs = files.logs();
    this.patience = patience;
  }

  /**
   * What the change did to the observer's ServiceEntry.
   *
   * @param difference as a unified diff
   * @param took from the moment the changed input was in place until the changed output was
   */
  record Effect(List<String> difference, Duration took) {}

  /** The file that follows. */
  Path output() {
    return output;
  }

  String sentence() {
    return "%s in %s scaled to zero; its ServiceEntry in %s".formatted(SERVICE, CLUSTER, OBSERVER);
  }

  /**
   * Makes the change and waits for what follows.
   *
   * @throws CommandException when nothing followed within {@link #TIMEOUT}
   */
  Effect run() throws InterruptedException {
    try {
      String before = Files.readString(output);
      Path changed = input.resolveSibling("." + input.getFileName() + ".new");
      Files.write(changed, WithoutPods.of(Files.readAllBytes(input)));
      Files.move(changed, input, StandardCopyOption.ATOMIC_MOVE);
      long start = patience.nanoTime().getAsLong();
      String after =
          patience.until(TIMEOUT, POLL, () -> content(before), now -> !now.equals(before));
      Duration took = Duration.ofNanos(patience.nanoTime().getAsLong() - start);
      if (after.equals(before)) {
        throw new CommandException(
            ExitCode.TIMEOUT,
            "%s was changed, but %s did not follow within %d s; see %s"
                .formatted(input, output, TIMEOUT.toSeconds(), logs));
      }
      return new Effect(difference(before, after), took);
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, "cannot make the change: " + IoReason.of(e), e);
    }
  }

  private String content(String before) {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      return before; // about to be replaced
    }
  }

  private List<String> difference(String before, String after) {
    String name = output.getFileName().toString();
    List<String> old = before.lines().toList();
    return UnifiedDiffUtils.generateUnifiedDiff(
        name, name, old, DiffUtils.diff(old, after.lines().toList()), DIFF_CONTEXT);
  }

  private static Path serviceEntry(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().contains(".portolan-" + SERVICE + "-"))
          .filter(file -> file.getFileName().toString().contains(".serviceentry."))
          .findAny()
          .orElseThrow(
              () ->
                  new CommandException(
                      ExitCode.FAILED,
                      "no ServiceEntry of %s in %s".formatted(SERVICE, directory)));
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, "cannot read " + IoReason.of(e), e);
    }
  }
}
