package dev.portolan.cli.demo;

import dev.portolan.cli.hub.HubAddress;
import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.IoReason;
import dev.portolan.cli.shell.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The hub, the agents and what else runs while the demo does. All of them end with {@link #stop},
 * which a shutdown hook may call while another thread is anywhere in here.
 */
final class DemoProcesses implements AutoCloseable {
  static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration CHECK = Duration.ofSeconds(1);
  private static final Duration END_PATIENCE = Duration.ofSeconds(5);
  private static final int LOG_LINES = 15;

  private final Programs programs;
  private final DemoDirectory files;
  private final Patience patience;
  private final Map<String, Program> running = new LinkedHashMap<>();
  private boolean stopped;

  DemoProcesses(Programs programs, DemoDirectory files, Patience patience) {
    this.programs = programs;
    this.files = files;
    this.patience = patience;
  }

  /**
   * Starts the hub and waits until it listens.
   *
   * @param port on 127.0.0.1, 0 for any free one
   * @param options of the hub, beside the usual ones
   */
  HubAddress startHub(int port, List<String> options) throws InterruptedException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--listen", "127.0.0.1:" + port));
    arguments.addAll(List.of("--data-directory", files.hubData().toString()));
    arguments.addAll(List.of("--rules", files.rules().toString()));
    arguments.addAll(List.of("--beat-interval", "1s"));
    arguments.addAll(options);
    start("hub", (starter, log) -> starter.start("server", arguments, log));
    return patience
        .until(START_TIMEOUT, POLL, () -> listening(port), Optional::isPresent)
        .orElseThrow(
            () ->
                new CommandException(
                    ExitCode.TIMEOUT,
                    "the hub did not listen within %d s; see %s"
                        .formatted(START_TIMEOUT.toSeconds(), files.log("hub"))));
  }

  void startAgent(String cluster, HubAddress hub) {
    List<String> arguments =
        List.of(
            "--cluster", cluster,
            "--hub", hub.toString(),
            "--source-directory", files.input(cluster).toString(),
            "--sink-directory", files.output(cluster).toString(),
            "--state-directory", files.state().toString());
    start(cluster, (starter, log) -> starter.start("client-agent", arguments, log));
  }

  /** How a process is started. */
  @FunctionalInterface
  interface Launch {
    Program start(Programs starter, Path log) throws IOException;
  }

  /**
   * Starts a process, unless all have been asked to end.
   *
   * @param name by which it is missed when it ends; its log has it, too
   */
  synchronized void start(String name, Launch launch) {
    if (stopped) {
      return;
    }
    try {
      Program program = launch.start(programs, files.log(name));
      running.put(name, program);
      files.leftovers().note(name, program.id());
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.FAILED, "cannot start %s: %s".formatted(name, IoReason.of(e)), e);
    }
  }

  /** Ends a cluster's agent, which is then not missed. */
  void stopAgent(String cluster) {
    Program agent;
    synchronized (this) {
      agent = running.remove(cluster);
    }
    if (agent != null) {
      agent.askToEnd();
      agent.awaitEnd(END_PATIENCE);
    }
  }

  /**
   * Makes sure that all are still there. Silent once stopped.
   *
   * @throws CommandException with the end of its log, if one has ended by itself
   */
  void check() throws InterruptedException {
    if (ended().isPresent()) {
      patience.pause().pause(CHECK); // Ctrl-C reaches them before it reaches our shutdown hook
      Optional<CommandException> failure = ended();
      if (failure.isPresent()) {
        throw failure.get();
      }
    }
  }

  /** Stays until {@link #stop}, or until one has ended by itself, as {@link #check} tells. */
  void stay() throws InterruptedException {
    while (!stopped()) {
      check();
      patience.pause().pause(CHECK);
    }
  }

  /**
   * Asks all to end, and ends those that do not. No other is started from here on.
   *
   * @return whether this call did it, and not an earlier one
   */
  synchronized boolean stop() {
    if (stopped) {
      return false;
    }
    stopped = true;
    running.values().forEach(Program::askToEnd);
    running.values().forEach(program -> program.awaitEnd(END_PATIENCE));
    return true;
  }

  @Override
  public void close() {
    stop();
  }

  private synchronized boolean stopped() {
    return stopped;
  }

  private Optional<HubAddress> listening(int port) throws InterruptedException {
    boolean over = ended().isPresent();
    HubLog log = new HubLog(log("hub")); // only now: its last word is in it if it is over
    Optional<String> refusal = log.refusal();
    if (refusal.isPresent()) {
      throw new CommandException(
          ExitCode.CONFLICT,
          "the hub cannot listen on 127.0.0.1:%d (%s); choose another port with --port, or leave"
                  .formatted(port, refusal.get())
              + " --port out for any free one");
    }
    if (over) {
      check();
    }
    return log.address();
  }

  private synchronized Optional<CommandException> ended() {
    if (stopped) {
      return Optional.empty();
    }
    return running.entrySet().stream()
        .filter(entry -> !entry.getValue().alive())
        .findFirst()
        .map(entry -> ended(entry.getKey(), entry.getValue()));
  }

  private CommandException ended(String name, Program program) {
    List<String> lines = log(name).lines().toList();
    int code = program.exitCode().orElseThrow();
    return new CommandException(
        ExitCode.FAILED,
        "%s ended with code %d; the end of %s:".formatted(name, code, files.log(name)),
        lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
  }

  private String log(String name) {
    Path log = files.log(name);
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "(cannot read %s: %s)%n".formatted(log, IoReason.of(e));
    }
  }
}
