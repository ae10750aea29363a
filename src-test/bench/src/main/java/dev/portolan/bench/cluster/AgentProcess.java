package dev.portolan.bench.cluster;

import dev.portolan.bench.process.ServerProcess;
import dev.portolan.bench.subject.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An agent as it runs in a pod: its jar, the flags of {@code deploy/agent/jvm.options}, a service
 * account with the shipped rights. What it remembers outlives the process.
 */
public final class AgentProcess implements AutoCloseable {
  private final Place place;
  private final String name;
  private final List<String> command;
  private ServerProcess process;

  private AgentProcess(Place place, String name, List<String> command) {
    this.place = place;
    this.name = name;
    this.command = command;
    this.process = run();
  }

  /**
   * Starts one.
   *
   * @param more arguments
   */
  public static AgentProcess start(Place place, Cluster cluster, int hub, List<String> more) {
    Path home = place.parts().home();
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "KUBERNETES_SERVICE_HOST=127.0.0.1",
                "KUBERNETES_SERVICE_PORT=" + cluster.process().port(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + home.resolve("deploy/agent/jvm.options"),
                "-cp",
                home.resolve("client-agent/target/portolan-client-agent.jar").toString(),
                "dev.portolan.agent.AgentMain",
                "--cluster=" + cluster.name(),
                "--hub=127.0.0.1:" + hub,
                "--source=kubernetes",
                "--sink=kubernetes",
                "--service-account=" + cluster.serviceAccount(),
                "--state-directory=" + place.fresh("state")));
    command.addAll(more);
    return new AgentProcess(place, cluster.name() + "-agent", command);
  }

  private ServerProcess run() {
    return ServerProcess.program(place.directory(), name, 0, command);
  }

  public ServerProcess process() {
    return process;
  }

  /** As Kubernetes does it: asks the process to end, then starts another. */
  public void restart() {
    process.end();
    process = run();
  }

  @Override
  public void close() {
    process.close();
  }
}
