package dev.portolan.cli.demo;

import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The flags that say which Consul a story has. Filled by picocli before the command runs. */
final class ConsulOptions {
  private static final String PROGRAM = "consul";

  @Option(
      names = "--consul",
      paramLabel = "PATH",
      description = "Of the story consul: its program (default: consul on the PATH).")
  private Optional<Path> program = Optional.empty();

  @Option(
      names = "--consul-address",
      paramLabel = "URL",
      description = {
        "Of the story consul: the agent of a Consul that runs already, without ACLs. The story",
        "registers one instance of a service of its own there, and takes it back."
      })
  private Optional<URI> address = Optional.empty();

  /** Where the Consul is: a program to start, or one that runs. */
  record Choice(Optional<Path> program, Optional<URI> address) {}

  boolean given() {
    return program.isPresent() || address.isPresent();
  }

  /**
   * Chooses by the flags, then by the PATH.
   *
   * @throws CommandException if the flags make no sense, or there is no Consul
   */
  Choice choose(Map<String, String> environment) {
    if (program.isPresent() && address.isPresent()) {
      throw usage("--consul and --consul-address are two Consuls; leave one out");
    }
    if (address.isPresent()) {
      return new Choice(Optional.empty(), Optional.of(checked(address.get())));
    }
    if (program.isPresent()) {
      if (!runnable(program.get())) {
        throw usage("--consul: %s is no program".formatted(program.get()));
      }
      return new Choice(program, Optional.empty());
    }
    return new Choice(
        Optional.of(
            onPath(environment.getOrDefault("PATH", ""))
                .orElseThrow(
                    () ->
                        new CommandException(
                            ExitCode.FAILED,
                            "this story needs a Consul, and there is none on the PATH; name its program"
                                + " with --consul PATH (src-test/peers/provision builds one) or a"
                                + " running one with --consul-address http://127.0.0.1:8500"))),
        Optional.empty());
  }

  private static Optional<Path> onPath(String path) {
    return Stream.of(path.split(Pattern.quote(File.pathSeparator), -1))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory).resolve(PROGRAM))
        .filter(ConsulOptions::runnable)
        .findFirst();
  }

  private static boolean runnable(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  private static URI checked(URI url) {
    boolean good =
        ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
            && url.getHost() != null
            && Optional.ofNullable(url.getPath()).filter(path -> path.length() > 1).isEmpty();
    if (!good) {
      throw usage(
          "--consul-address: '%s' is no address; write http://HOST:PORT, without a path"
              .formatted(url));
    }
    return url;
  }

  private static CommandException usage(String message) {
    return new CommandException(ExitCode.USAGE, message);
  }
}
