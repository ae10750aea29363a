package dev.portolan.it.apply;

import dev.portolan.it.peers.RealCluster;
import dev.portolan.it.peers.User;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The agent's command line, for a process of its own. */
final class AgentCommand {
  private AgentCommand() {}

  static List<String> of(RealCluster cluster, User user, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                classPath(),
                "dev.portolan.agent.AgentMain"));
    command.addAll(List.of(arguments));
    command.add("--kubeconfig");
    command.add(cluster.api().kubeconfig(user).toAbsolutePath().toString());
    return command;
  }

  /** The test runner may hide the class path behind a jar of its own. */
  private static String classPath() {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(path.split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
