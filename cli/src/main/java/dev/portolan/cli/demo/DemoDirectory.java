package dev.portolan.cli.demo;

import dev.portolan.cli.hub.HubAddress;
import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.Shell;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The demo's own directory: {@code input/<cluster>} to edit, {@code <cluster>} as written by its
 * agent, {@code hub} and {@code logs}. One demo at a time; only a directory that a demo made is
 * ever emptied.
 */
final class DemoDirectory implements AutoCloseable {
  private static final String MARKER = ".portolan-demo";
  private static final String LOCK = ".lock";

  private final Path root;
  private final Checkout checkout;
  private final FileChannel lockFile;
  private final List<String> clusters;

  private DemoDirectory(Path root, Checkout checkout, FileChannel lockFile) throws IOException {
    this.root = root;
    this.checkout = checkout;
    this.lockFile = lockFile;
    try (Stream<Path> entries = Files.list(checkout.example())) {
      this.clusters =
          entries
              .filter(Files::isDirectory)
              .map(path -> path.getFileName().toString())
              .sorted()
              .toList();
    }
  }

  /**
   * Takes the directory for this run.
   *
   * @throws CommandException if it cannot be used: not writable, not the demo's, or in use
   */
  static DemoDirectory open(Path directory, Checkout checkout) {
    Path root = directory.toAbsolutePath().normalize();
    try {
      Files.createDirectories(root);
      if (!Files.exists(root.resolve(MARKER)) && !isEmpty(root)) {
        throw new CommandException(
            ExitCode.FAILED,
            "%s is not empty and was not made by the demo; choose another with --directory"
                .formatted(root));
      }
      Files.writeString(root.resolve(MARKER), "made by portolan demo, which may empty it\n");
      FileChannel channel =
          FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new CommandException(
            ExitCode.CONFLICT,
            "a demo is up in %s (%s); stop it first, or choose another --directory"
                .formatted(root, Files.readString(root.resolve("running")).strip()));
      }
      return new DemoDirectory(root, checkout, channel);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.FAILED,
          "cannot use %s: %s; choose another with --directory".formatted(root, e),
          e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    return channel.tryLock();
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }

  /** Empties the directory but for its marks and fills in the example. */
  void prepare(Shell shell) {
    try {
      if (Files.exists(input())) {
        shell.say("removing what an earlier demo left in " + root);
      }
      for (Path old : entries()) {
        delete(old);
      }
      Files.createDirectories(logs());
      for (String cluster : clusters) {
        copy(checkout.example().resolve(cluster), input(cluster));
        Files.createDirectories(output(cluster));
      }
      Files.copy(checkout.example().resolve("mesh.yaml"), mesh());
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, "cannot prepare %s: %s".formatted(root, e), e);
    }
  }

  /** Tells a second demo who is here. */
  void noteHub(HubAddress address) {
    try {
      Files.writeString(
          root.resolve("running"),
          "process %d, hub %s%n".formatted(ProcessHandle.current().pid(), address));
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, "cannot write in %s: %s".formatted(root, e), e);
    }
  }

  Path root() {
    return root;
  }

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

  Path mesh() {
    return root.resolve("mesh.yaml");
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

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new IllegalStateException("cannot let go of " + root, e);
    }
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> all = Files.list(root)) {
      return all.filter(path -> !List.of(MARKER, LOCK).contains(path.getFileName().toString()))
          .toList();
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
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
