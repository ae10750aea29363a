package dev.portolan.cli.demo;

import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.hub.HubAddress;
import dev.portolan.cli.hub.HubChannels;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.Patience;
import dev.portolan.cli.shell.Shell;
import dev.portolan.v1.ExplainHostRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
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
      "  portolan demo --story failover   a cluster's pods, then its agent, go and come back, with",
      "                                   'explain' at each step",
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
  private static final String MESH = "mesh.yaml";
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
        "failover  a failover policy at work, explained before and after"
      })
  private Story story = Story.change;

  /** What {@code --story} may say; spelt as people write it. */
  enum Story {
    change,
    failover;

    /** What of the example's rules the hub follows. */
    List<String> rules() {
      return switch (this) {
        case change -> List.of(MESH);
        case failover -> List.of(MESH, FailoverStory.RULES);
      };
    }

    List<String> hubOptions() {
      return switch (this) {
        case change -> List.of();
        case failover -> FailoverStory.HUB_OPTIONS;
      };
    }
  }

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

  public DemoCommand(Shell shell, HubChannels channels) {
    this.shell = shell;
    this.channels = channels;
  }

  @Override
  public Integer call() throws InterruptedException {
    Checkout checkout = Checkout.find();
    Programs programs = new JavaPrograms(checkout);
    Patience patience = Patience.ofClock();
    Path root = directory.orElseGet(checkout::demoDirectory);
    try (DemoDirectory files = DemoDirectory.open(root, checkout.example());
        DemoProcesses processes = new DemoProcesses(programs, files, patience)) {
      files.prepare(story.rules(), programs, shell);
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
        show(hub, files, processes, patience);
      }
      if (!once) {
        shell.say("up until Ctrl-C");
        processes.stay();
      }
      stop(processes, files);
      return ExitCode.OK;
    }
  }

  private void show(Hub hub, DemoDirectory files, DemoProcesses processes, Patience patience)
      throws InterruptedException {
    new Convergence(hub.reader(), files.clusters(), files.logs(), patience)
        .await(CONVERGENCE_TIMEOUT, processes::check);
    DemoReport report = new DemoReport(shell, files, hub.address());
    Path followed =
        switch (story) {
          case change -> change(hub, report, files, patience);
          case failover -> failover(hub, files, processes, patience);
        };
    if (!once) {
      report.commands(files.clusters(), followed);
    }
    shell.flush();
  }

  private Path change(Hub hub, DemoReport report, DemoDirectory files, Patience patience)
      throws InterruptedException {
    report.converged(hub.reader().clusters("").items());
    shell.flush();
    ScaleToZero change = new ScaleToZero(files, patience);
    report.changed(change, change.run());
    return change.output();
  }

  private Path failover(Hub hub, DemoDirectory files, DemoProcesses processes, Patience patience)
      throws InterruptedException {
    FailoverStory told =
        new FailoverStory(
            shell,
            files,
            hub.address(),
            (host, cluster) ->
                hub.reader()
                    .explain(
                        ExplainHostRequest.newBuilder().setHost(host).setCluster(cluster).build()),
            new FailoverStory.Agents() {
              @Override
              public void stop(String cluster) {
                processes.stopAgent(cluster);
              }

              @Override
              public void start(String cluster) {
                processes.startAgent(cluster, hub.address());
              }
            },
            patience);
    told.tell(processes::check);
    return told.output();
  }

  /** Says so only where nothing has gone wrong, which would have ended them before. */
  private void stop(DemoProcesses processes, DemoDirectory files) {
    if (processes.stop()) {
      shell.say("stopped; the files stay in " + files.root());
    }
  }
}
