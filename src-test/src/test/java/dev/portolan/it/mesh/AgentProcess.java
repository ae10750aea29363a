package dev.portolan.it.mesh;

import dev.portolan.it.peers.JavaProgram;
import dev.portolan.it.peers.RealCluster;
import dev.portolan.it.peers.TiedProcess;
import dev.portolan.it.peers.User;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An agent as users start it: reads its API server and writes to it, with the shipped rights. */
final class AgentProcess implements AutoCloseable {
  private final Path directory;
  private final List<String> command;
  private final String replica;
  private TiedProcess process;

  private AgentProcess(Path directory, String replica, List<String> command) {
    this.directory = directory;
    this.replica = replica;
    this.command = command;
    this.process = run();
  }

  /**
   * Starts one.
   *
   * @param replica its name among the agents of its cluster
   * @param more arguments
   */
  static AgentProcess start(
      RealCluster cluster, String hub, Path parent, String replica, List<String> more) {
    Path directory = parent.resolve(replica);
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> arguments =
        List.of(
            "--cluster",
            cluster.name(),
            "--hub",
            hub,
            "--source",
            "kubernetes",
            "--sink",
            "kubernetes",
            "--kubeconfig",
            cluster.api().kubeconfig(User.AGENT).toString(),
            "--state-directory",
            directory.resolve("state").toString());
    return new AgentProcess(
        directory,
        replica,
        JavaProgram.command(
            "dev.portolan.agent.AgentMain",
            Stream.concat(arguments.stream(), more.stream()).toList()));
  }

  private TiedProcess run() {
    return TiedProcess.start(directory, Map.of("HOSTNAME", replica), command);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** As {@code kill -9} does. */
  void kill() {
    process.close();
  }

  /** Another process in its place, which finds what the one before left on disk. */
  void restart() {
    process.close();
    process = run();
  }

  @Override
  public void close() {
    process.close();
  }
}
