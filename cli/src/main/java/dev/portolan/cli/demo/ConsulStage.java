package dev.portolan.cli.demo;

import dev.portolan.cli.hub.HubAddress;
import dev.portolan.cli.hub.RegistryReader;
import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.IoReason;
import dev.portolan.cli.shell.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The Consul of a story and the source that reads it, beside the demo's other processes. */
record ConsulStage(DemoProcesses processes, DemoDirectory files, Patience patience) {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration POLL = Duration.ofMillis(50);

  /**
   * Starts the Consul where one is to be started.
   *
   * @return its address
   */
  URI consul(ConsulOptions.Choice choice) {
    return choice
        .address()
        .orElseGet(
            () -> {
              List<Integer> ports = freePorts();
              Path program = choice.program().orElseThrow();
              processes.start(
                  "consul",
                  (programs, log) ->
                      programs.run(
                          program,
                          List.of(
                              "agent",
                              "-dev",
                              "-node=portolan-demo",
                              "-bind=" + LOOPBACK,
                              "-client=" + LOOPBACK,
                              "-http-port=" + ports.get(0),
                              "-server-port=" + ports.get(1),
                              "-serf-lan-port=" + ports.get(2),
                              "-serf-wan-port=-1",
                              "-dns-port=-1",
                              "-grpc-port=-1",
                              "-grpc-tls-port=-1",
                              "-log-level=warn",
                              "-hcl",
                              "disable_update_check=true"),
                          log));
              return URI.create("http://%s:%d".formatted(LOOPBACK, ports.get(0)));
            });
  }

  /**
   * Starts the source, and waits until Consul can be written to and the hub hears the source.
   *
   * @throws CommandException if that takes too long, or a process ends
   */
  void source(URI consul, ConsulInstance instance, HubAddress hub, RegistryReader registry)
      throws InterruptedException {
    await(instance::ready, "Consul at %s does not answer or has no leader".formatted(consul));
    processes.start(
        ConsulStory.SOURCE,
        (programs, log) ->
            programs.start(
                "sources",
                List.of(
                    "consul",
                    "--source",
                    ConsulStory.SOURCE,
                    "--hub",
                    hub.toString(),
                    "--network",
                    "vms",
                    "--reachable-from",
                    "*",
                    "--locality",
                    "us-east-1",
                    "--consul.address",
                    consul.toString(),
                    "--select.tags",
                    ConsulInstance.TAG),
                log));
    await(
        () ->
            registry.clusters(ConsulStory.SOURCE).items().stream()
                .anyMatch(cluster -> cluster.getConnected()),
        "the hub does not hear the source");
  }

  private void await(Patience.Question<Boolean> question, String otherwise)
      throws InterruptedException {
    boolean there =
        patience.until(
            DemoProcesses.START_TIMEOUT,
            POLL,
            () -> {
              processes.check();
              return question.ask();
            },
            answer -> answer);
    if (!there) {
      throw new CommandException(
          ExitCode.TIMEOUT,
          "after %d s %s; see %s"
              .formatted(DemoProcesses.START_TIMEOUT.toSeconds(), otherwise, files.logs()));
    }
  }

  /** Three that are free now, and differ. */
  private static List<Integer> freePorts() {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket first = new ServerSocket(0, 1, loopback);
        ServerSocket second = new ServerSocket(0, 1, loopback);
        ServerSocket third = new ServerSocket(0, 1, loopback)) {
      return List.of(first.getLocalPort(), second.getLocalPort(), third.getLocalPort());
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, "no port is free: " + IoReason.of(e), e);
    }
  }
}
