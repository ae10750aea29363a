package dev.portolan.cli.demo;

import dev.portolan.cli.hub.HubAddress;
import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hub and the agents as processes of their own. All of them end with {@link #close}, which may
 * be called from a shutdown hook and more than once.
 */
final class DemoProcesses implements AutoCloseable {
  private static final Pattern READY =
      Pattern.compile("portolan-server: listening on (\\S+:[0-9]+),");
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final int END_SECONDS = 5;
  private static final int LOG_LINES = 15;

  private final Checkout checkout;
  private final DemoDirectory files;
  private final Map<String, Process> running = new LinkedHashMap<>();

  DemoProcesses(Checkout checkout, DemoDirectory files) {
    this.checkout = checkout;
    this.files = files;
  }

  /** Starts the hub and waits until it listens. */
  HubAddress startHub(int port) throws InterruptedException {
    start(
        "hub",
        "server",
        List.of(
            "--listen",
            "127.0.0.1:" + port,
            "--data-directory",
            files.hubData().toString(),
            "--virtual-meshes",
            files.mesh().toString(),
            "--beat-interval",
            "1s"));
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    while (System.nanoTime() < deadline) {
      check();
      Matcher ready = READY.matcher(log("hub"));
      if (ready.find()) {
        return HubAddress.parse(ready.group(1));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    throw new CommandException(
        ExitCode.TIMEOUT,
        "the hub did not listen within %d s; see %s"
            .formatted(START_TIMEOUT.toSeconds(), logFile("hub")));
  }

  void startAgent(String cluster, HubAddress hub) {
    start(
        cluster,
        "client-agent",
        List.of(
            "--cluster", cluster,
            "--hub", hub.toString(),
            "--source-directory", files.input(cluster).toString(),
            "--sink-directory", files.output(cluster).toString(),
            "--state-directory", files.state().toString()));
  }

  /**
   * Makes sure that all are still there.
   *
   * @throws CommandException with the end of its log, if one has ended
   */
  synchronized void check() {
    running.forEach(
        (name, process) -> {
          if (!process.isAlive()) {
            List<String> lines = log(name).lines().toList();
            throw new CommandException(
                ExitCode.FAILED,
                "%s ended with code %d; the end of %s:%n%s"
                    .formatted(
                        name,
                        process.exitValue(),
                        logFile(name),
                        String.join(
                            System.lineSeparator(),
                            lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()))));
          }
        });
  }

  /** Asks all to end, agents first, and ends those that do not. */
  @Override
  public synchronized void close() {
    List<Process> all = new ArrayList<>(running.values());
    running.clear();
    all.forEach(Process::destroy);
    for (Process process : all) {
      try {
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized void start(String name, String module, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED"); // RocksDB is native code
    }
    command.addAll(List.of("-jar", checkout.jar(module).toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true).redirectOutput(logFile(name).toFile());
    // What the user set for other programs must not reach these.
    builder.environment().keySet().removeIf(variable -> variable.startsWith("PORTOLAN_"));
    try {
      running.put(name, builder.start());
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.FAILED, "cannot start %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  private Path logFile(String name) {
    return files.logs().resolve(name + ".log");
  }

  private String log(String name) {
    try {
      return Files.readString(logFile(name));
    } catch (IOException e) {
      return "";
    }
  }
}
