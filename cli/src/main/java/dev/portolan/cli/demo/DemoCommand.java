package dev.portolan.cli.demo;

import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.hub.HubAddress;
import dev.portolan.cli.hub.HubChannels;
import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.Patience;
import dev.portolan.cli.shell.Shell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code portolan demo}: shows the main job on real input. Filled by picocli, then called once. */
@Command(
    name = "demo",
    header = {
      "Three clusters, a hub and their agents, on this machine.",
      "",
      "  portolan demo           starts, shows one change, and stays up until Ctrl-C",
      "  portolan demo --once    the same, then stops; the written files stay",
      "  portolan demo --story failover   a cluster's pods, then its agent, go and come back, with",
      "                                   'explain' at each step",
      "  portolan demo --story consul     a service of a Consul moves into a mesh, step by step",
      ""
    },
    synopsisHeading = "Usage: ",
    footer = {
      "",
      "Exit codes:",
      "  0 shown   1 a process ended by itself, or the directory cannot be used   2 wrong usage",
      "  6 a demo is up in the directory, or the port is taken   124 nothing followed in time",
      "  130 ended by Ctrl-C"
    })
public final class DemoCommand implements Callable<Integer> {
  private static final int ANY_PORT = 0;
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration CONVERGENCE_TIMEOUT = Duration.ofMinutes(2);

  private final Shell shell;
  private final HubChannels channels;

  @Option(names = "--once", description = "Stop after the story; fail when it did not happen.")
  private boolean once;

  @Option(
      names = "--story",
      paramLabel = "STORY",
      description = {
        "What happens once all is up (default: change):",
        "change    a service loses its pods, and what another cluster writes",
        "failover  a failover policy at work, explained before and after",
        "consul    a machine that is registered in a Consul, and a cluster that takes its place"
      })
  private Story story = Story.change;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "Where everything is kept (default: target/demo in the checkout).")
  private Optional<Path> directory = Optional.empty();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      converter = PortNumber.class,
      description = "Port of the hub on 127.0.0.1 (default: any free one).")
  private int port = ANY_PORT;

  @Mixin private ConsulOptions consulOptions = new ConsulOptions();

  public DemoCommand(Shell shell, HubChannels channels) {
    this.shell = shell;
    this.channels = channels;
  }

  @Override
  public Integer call() throws InterruptedException {
    Optional<ConsulOptions.Choice> consul = consul();
    Checkout checkout = Checkout.find();
    Programs programs = new JavaPrograms(checkout);
    Patience patience = Patience.ofClock();
    Path root = directory.orElseGet(checkout::demoDirectory);
    try (DemoDirectory files = DemoDirectory.open(root, checkout.example());
        DemoProcesses processes = new DemoProcesses(programs, files, patience)) {
      files.prepare(story.rules(checkout), programs, shell);
      // Ctrl-C ends the JVM without unwinding: what was started must not outlive it.
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> stop(processes, files), "demo-shutdown"));
      shell.say("starting the hub");
      HubAddress address = processes.startHub(port, story.hubOptions());
      files.noteHub(address);
      for (String cluster : files.clusters()) {
        processes.startAgent(cluster, address);
      }
      shell.say("hub on %s; %d agents report".formatted(address, files.clusters().size()));
      try (Hub hub = new Hub(address, channels.open(address, Optional.empty()), CALL_TIMEOUT)) {
        new Convergence(hub.reader(), files.clusters(), files.logs(), patience)
            .await(CONVERGENCE_TIMEOUT, processes::check);
        Stories stories = new Stories(shell, hub, files, processes, patience);
        Path followed =
            switch (story) {
              case change -> stories.change();
              case failover -> stories.failover();
              case consul -> stories.consul(consul.orElseThrow(), checkout.consulExample());
            };
        if (!once) {
          new DemoReport(shell, files, address).commands(files.clusters(), followed);
        }
        shell.flush();
      }
      if (!once) {
        shell.say("up until Ctrl-C");
        processes.stay();
      }
      stop(processes, files);
      return ExitCode.OK;
    }
  }

  /**
   * The Consul that the story needs; empty for one that needs none.
   *
   * @throws CommandException if there is none, or the flags make no sense
   */
  private Optional<ConsulOptions.Choice> consul() {
    if (story == Story.consul) {
      return Optional.of(consulOptions.choose(shell.environment()));
    }
    if (consulOptions.given()) {
      throw new CommandException(
          ExitCode.USAGE, "--consul and --consul-address are of --story consul");
    }
    return Optional.empty();
  }

  /** Says so only where nothing has gone wrong, which would have ended them before. */
  private void stop(DemoProcesses processes, DemoDirectory files) {
    if (processes.stop()) {
      shell.say("stopped; the files stay in " + files.root());
    }
  }
}
