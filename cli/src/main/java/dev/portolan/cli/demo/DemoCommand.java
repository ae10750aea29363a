package dev.portolan.cli.demo;

import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.hub.HubAddress;
import dev.portolan.cli.hub.HubChannels;
import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.Shell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code portolan demo}: shows the main job on real input. Filled by picocli, then called once. */
@Command(
    name = "demo",
    header = {
      "Three clusters, a hub and their agents, on this machine.",
      "",
      "  portolan demo           starts, shows one change, and stays up until Ctrl-C",
      "  portolan demo --once    the same, then stops; the written files stay",
      ""
    },
    synopsisHeading = "Usage: ")
public final class DemoCommand implements Callable<Integer> {
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CONVERGENCE_TIMEOUT = Duration.ofMinutes(2);

  private final Shell shell;
  private final HubChannels channels;

  @Option(names = "--once", description = "Stop after the change; fail when it did not come.")
  private boolean once;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "Where everything is kept (default: target/demo in the checkout).")
  private Optional<Path> directory = Optional.empty();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port of the hub on 127.0.0.1 (default: any free one).")
  private int port;

  public DemoCommand(Shell shell, HubChannels channels) {
    this.shell = shell;
    this.channels = channels;
  }

  @Override
  public Integer call() throws InterruptedException {
    Checkout checkout = Checkout.find();
    DemoDirectory files =
        DemoDirectory.open(directory.orElseGet(checkout::demoDirectory), checkout);
    try (files;
        DemoProcesses processes = new DemoProcesses(checkout, files)) {
      // Ctrl-C ends the JVM without unwinding: what was started must not outlive it.
      Thread hook = new Thread(processes::close, "demo-shutdown");
      Runtime.getRuntime().addShutdownHook(hook);
      files.prepare(shell);
      shell.say("starting the hub");
      HubAddress address = processes.startHub(port);
      files.noteHub(address);
      for (String cluster : files.clusters()) {
        processes.startAgent(cluster, address);
      }
      shell.say("hub on %s; %d agents report".formatted(address, files.clusters().size()));
      try (Hub hub = new Hub(address, channels.open(address), CALL_TIMEOUT)) {
        run(hub, files, processes);
      }
      if (!once) {
        shell.say("up until Ctrl-C");
        new CountDownLatch(1).await();
      }
      shell.say("stopped; the files stay in " + files.root());
      return ExitCode.OK;
    }
  }

  private void run(Hub hub, DemoDirectory files, DemoProcesses processes)
      throws InterruptedException {
    new Convergence(hub.reader(), files, processes).await(CONVERGENCE_TIMEOUT);
    DemoReport report = new DemoReport(shell.out(), files, hub.address());
    report.converged(hub.reader().clusters("").items());
    shell.flush();
    ScaleToZero change = new ScaleToZero(files);
    Optional<ScaleToZero.Effect> effect = change.run();
    if (effect.isEmpty()) {
      throw new CommandException(
          ExitCode.FAILED,
          "%s was changed, but %s did not follow within %s; see %s"
              .formatted(
                  change.input(),
                  change.output(),
                  ScaleToZero.TIMEOUT.toSeconds() + " s",
                  files.logs()));
    }
    report.changed(change, effect.get());
    report.commands(List.copyOf(files.clusters()), change);
    shell.flush();
  }
}
