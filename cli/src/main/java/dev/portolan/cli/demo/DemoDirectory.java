package dev.portolan.cli.demo;

import dev.portolan.cli.hub.HubAddress;
import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.IoReason;
import dev.portolan.cli.shell.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The demo's own directory: {@code input/<cluster>} and {@code rules} to edit, {@code <cluster>} as
 * written by its agent, {@code hub} and {@code logs}. One demo at a time; only a directory that a
 * demo made is ever emptied.
 */
final class DemoDirectory implements AutoCloseable {
  private final Path root;
  private final Path example;
  private final DirectoryClaim claim;
  private final List<String> clusters;

  private DemoDirectory(Path root, Path example, DirectoryClaim claim, List<String> clusters) {
    this.root = root;
    this.example = example;
    this.claim = claim;
    this.clusters = clusters;
  }

  /**
   * Takes the directory for this run.
   *
   * @param example one directory for each cluster, and files with rules
   * @throws CommandException as {@link DirectoryClaim#take} says, or if the example is not there
   */
  static DemoDirectory open(Path directory, Path example) {
    List<String> clusters = clusters(example);
    Path root = directory.toAbsolutePath().normalize();
    return new DemoDirectory(root, example, DirectoryClaim.take(root), clusters);
  }

  /**
   * Ends what a killed demo left here, empties the directory, and fills in the example.
   *
   * @param rules files that the hub is to follow, no two of one name
   */
  void prepare(List<Path> rules, Programs programs, Shell shell) {
    try {
      leftovers().end(programs, shell);
      if (Files.exists(input())) {
        shell.say("removing what an earlier demo left in " + root);
      }
      for (Path old : entries()) {
        delete(old);
      }
      Files.createDirectories(logs());
      for (String cluster : clusters) {
        copy(example.resolve(cluster), input(cluster));
        Files.createDirectories(output(cluster));
      }
      Files.createDirectories(rules());
      for (Path rule : rules) {
        Files.copy(rule, rules().resolve(rule.getFileName()));
      }
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.FAILED, "cannot prepare %s: %s".formatted(root, IoReason.of(e)), e);
    }
  }

  /** Tells a second demo where this one's hub is. */
  void noteHub(HubAddress address) {
    try {
      claim.note("process %d, hub %s".formatted(ProcessHandle.current().pid(), address));
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.FAILED, "cannot write in %s: %s".formatted(root, IoReason.of(e)), e);
    }
  }

  Path root() {
    return root;
  }

  /** By name. */
  List<String> clusters() {
    return clusters;
  }

  Path input() {
    return root.resolve("input");
  }

  Path input(String cluster) {
    return input().resolve(cluster);
  }

  Path output(String cluster) {
    return root.resolve(cluster);
  }

  /** What the hub follows. */
  Path rules() {
    return root.resolve("rules");
  }

  Path hubData() {
    return root.resolve("hub");
  }

  /** What the agents remember, a directory each. */
  Path state() {
    return root.resolve("state");
  }

  Path logs() {
    return root.resolve("logs");
  }

  /** Of the hub or of a cluster's agent. */
  Path log(String process) {
    return logs().resolve(process + ".log");
  }

  Leftovers leftovers() {
    return new Leftovers(root.resolve("processes"));
  }

  @Override
  public void close() {
    claim.close();
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> all = Files.list(root)) {
      return all.filter(path -> !DirectoryClaim.FILES.contains(path.getFileName().toString()))
          .toList();
    }
  }

  private static List<String> clusters(Path example) {
    try (Stream<Path> entries = Files.list(example)) {
      return entries
          .filter(Files::isDirectory)
          .map(path -> path.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, "cannot read the example: " + IoReason.of(e), e);
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
