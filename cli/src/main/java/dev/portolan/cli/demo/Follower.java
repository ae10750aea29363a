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
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A service's ServiceEntry in one cluster, as its agent writes it, and how it follows changes of
 * other clusters' input.
 */
final class Follower {
  static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final Duration POLL = Duration.ofNanos(500_000);
  private static final int DIFF_CONTEXT = 3;

  private final Path output;
  private final Path logs;
  private final Patience patience;

  /**
   * Finds the file.
   *
   * @throws CommandException if the observer does not have the service
   */
  Follower(DemoDirectory files, String observer, String service, Patience patience) {
    Path directory = files.output(observer);
    this.output =
        find(directory, service)
            .orElseThrow(
                () ->
                    new CommandException(
                        ExitCode.FAILED,
                        "no ServiceEntry of %s in %s".formatted(service, directory)));
    this.logs = files.logs();
    this.patience = patience;
  }

  /** The file that follows. */
  Path output() {
    return output;
  }

  /** What the agent wants of the mesh there, without what it notes for itself. */
  String spec() {
    try {
      String text = Files.readString(output);
      return text.substring(Math.max(0, text.indexOf("\nspec:")));
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, "cannot read " + IoReason.of(e), e);
    }
  }

  /**
   * Replaces an input file and waits for what follows.
   *
   * @throws CommandException when nothing followed within {@link #TIMEOUT}
   */
  Effect change(Path input, byte[] content) throws InterruptedException {
    return follow(
        input + " was changed",
        () -> {
          Path changed = input.resolveSibling("." + input.getFileName() + ".new");
          Files.write(changed, content);
          Files.move(changed, input, StandardCopyOption.ATOMIC_MOVE);
        });
  }

  /** Something that the file is to follow. */
  @FunctionalInterface
  interface Cause {
    void run() throws IOException, InterruptedException;
  }

  /**
   * Lets something happen and waits for what follows.
   *
   * @param what happened, for the message when nothing followed
   * @throws CommandException when nothing followed within {@link #TIMEOUT}
   */
  Effect follow(String what, Cause cause) throws InterruptedException {
    try {
      String before = Files.readString(output);
      cause.run();
      long start = patience.nanoTime().getAsLong();
      String after =
          patience.until(TIMEOUT, POLL, () -> content(before), now -> !now.equals(before));
      Duration took = Duration.ofNanos(patience.nanoTime().getAsLong() - start);
      if (after.equals(before)) {
        throw new CommandException(
            ExitCode.TIMEOUT,
            "%s, but %s did not follow within %d s; see %s"
                .formatted(what, output, TIMEOUT.toSeconds(), logs));
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

  /**
   * A service's ServiceEntry in an agent's directory.
   *
   * @throws CommandException if the directory cannot be read
   */
  static Optional<Path> find(Path directory, String service) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().contains(".portolan-" + service + "-"))
          .filter(file -> file.getFileName().toString().contains(".serviceentry."))
          .findAny();
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, "cannot read " + IoReason.of(e), e);
    }
  }
}
