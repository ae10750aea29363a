package dev.portolan.it.apply;

import dev.portolan.it.peers.JavaProgram;
import dev.portolan.it.peers.RealCluster;
import dev.portolan.it.peers.User;
import java.util.ArrayList;
import java.util.List;

/** The agent's command line, for a process of its own. */
final class AgentCommand {
  private AgentCommand() {}

  static List<String> of(RealCluster cluster, User user, String... arguments) {
    List<String> command =
        new ArrayList<>(JavaProgram.command("dev.portolan.agent.AgentMain", List.of(arguments)));
    command.add("--kubeconfig");
    command.add(cluster.api().kubeconfig(user).toAbsolutePath().toString());
    return command;
  }
}
