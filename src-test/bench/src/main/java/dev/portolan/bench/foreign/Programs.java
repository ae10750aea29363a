package dev.portolan.bench.foreign;

import dev.portolan.bench.process.ServerProcess;
import dev.portolan.bench.subject.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A source and an agent as users start them, with the flags of {@code deploy/agent}. */
public final class Programs {
  /** The cluster whose agent writes: one of the example. */
  public static final String CLUSTER = "east-2";

  private static final String NAMESPACE = "bookinfo";

  private Programs() {}

  /** Starts the source of a registry, reached from everywhere. */
  public static ServerProcess source(Place place, ForeignRegistry registry, int hub) {
    List<String> arguments = new ArrayList<>(registry.source());
    arguments.addAll(
        List.of(
            "--source=" + registry.origin(),
            "--hub=127.0.0.1:" + hub,
            "--reachable-from=*",
            // One that the cluster has: an agent writes into no other.
            "--mapping.namespace=" + NAMESPACE));
    return start(place, "sources", "dev.portolan.source.SourceMain", registry.origin(), arguments);
  }

  /** Starts an agent that writes files; what is in them is its cluster's view. */
  public static ServerProcess agent(Place place, Path sink, int hub) {
    Path input = place.fresh("input");
    try (Stream<Path> files =
        Files.list(place.parts().home().resolve("examples/bookinfo").resolve(CLUSTER))) {
      Files.createDirectories(input);
      Files.createDirectories(sink);
      for (Path file : files.toList()) {
        Files.copy(file, input.resolve(file.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return start(
        place,
        "client-agent",
        "dev.portolan.agent.AgentMain",
        CLUSTER,
        List.of(
            "--cluster=" + CLUSTER,
            "--hub=127.0.0.1:" + hub,
            "--source-directory=" + input,
            "--sink-directory=" + sink,
            "--state-directory=" + place.fresh("state")));
  }

  private static ServerProcess start(
      Place place, String module, String main, String name, List<String> arguments) {
    Path home = place.parts().home();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + home.resolve("deploy/agent/jvm.options"),
                "-cp",
                home.resolve(module + "/target/portolan-" + module + ".jar").toString(),
                main));
    command.addAll(arguments);
    return ServerProcess.program(place.directory(), module + "-" + name, 0, command);
  }
}
