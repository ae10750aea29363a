package dev.portolan.it.peers;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * A child process that does not outlive this JVM, however the JVM ends.
 *
 * <p>A watcher beside it reads from a pipe that only this JVM holds open. When the JVM is gone, or
 * {@link #close} closes the pipe, the watcher sees the end of it and kills the process.
 */
public final class TiedProcess implements AutoCloseable {
  // exec: the process keeps the shell's id, so the id that the JVM knows is that of the command.
  private static final String TIE =
      """
      exec 3<&0
      (while read -r _; do :; done; kill -9 $$ 2>/dev/null) <&3 3<&- >/dev/null 2>&1 &
      exec "$@" </dev/null 3<&-
      """;

  private final Process process;
  private final Path log;
  private final CompletableFuture<Void> gone;

  private TiedProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    // The watcher of a process that ended by itself must not wait: its id may be given anew.
    this.gone = process.onExit().thenRun(this::release);
  }

  /**
   * Starts a command with nothing of this JVM's environment but what programs cannot do without.
   *
   * @param directory where it runs; its log is there, named by the program
   */
  public static TiedProcess start(
      Path directory, Map<String, String> environment, List<String> command) {
    Path log = directory.resolve(Path.of(command.get(0)).getFileName() + ".log");
    List<String> tied = new ArrayList<>(List.of("sh", "-c", TIE, "tied"));
    tied.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(tied)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().retainAll(List.of("PATH", "HOME", "TMPDIR"));
    builder.environment().putAll(environment);
    try {
      return new TiedProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command.get(0), e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Waits until the probe says yes; what it throws means not yet.
   *
   * @throws IllegalStateException when the process ends before, with the end of its log
   */
  public void awaitReady(Callable<Boolean> probe, Duration limit) {
    await(log.getFileName().toString())
        .atMost(limit)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .failFast(this::checkAlive)
        .ignoreExceptions()
        .until(probe);
  }

  private void checkAlive() throws IOException {
    if (!process.isAlive()) {
      List<String> lines = Files.readAllLines(log);
      throw new IllegalStateException(
          "ended before it was ready; the end of %s:\n%s"
              .formatted(
                  log,
                  String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()))));
    }
  }

  /** Stops it where it is; it keeps its connections and answers nobody until {@link #goOn}. */
  public void pause() {
    signal("STOP");
  }

  /** Lets a paused process go on. */
  public void goOn() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      int code =
          new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
      if (code != 0) {
        throw new IllegalStateException("kill -%s %d: exit code %d".formatted(name, pid(), code));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Kills it, as {@code kill -9} does, and waits until it is gone. */
  @Override
  public void close() {
    process.destroyForcibly();
    gone.join();
  }

  private void release() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
