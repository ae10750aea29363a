package dev.portolan.cli.demo;

import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.IoReason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One demo's hold on its directory. The marker says that a demo made the directory and may empty
 * it; the lock, which the operating system lets go with the process, says that a demo is up in it.
 */
final class DirectoryClaim implements AutoCloseable {
  private static final String MARKER = ".portolan-demo";
  private static final String LOCK = ".lock";
  private static final String HOLDER = ".running";

  /** What must not be deleted while the directory is held. */
  static final Set<String> FILES = Set.of(MARKER, LOCK, HOLDER);

  private final Path root;
  private final FileChannel lockFile;

  private DirectoryClaim(Path root, FileChannel lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  /**
   * Takes the directory, and makes it where it is missing.
   *
   * @throws CommandException if it cannot be used: no directory, not writable, not made by a demo,
   *     or held by another
   */
  static DirectoryClaim take(Path root) {
    try {
      return claim(root);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.FAILED,
          "cannot use %s (%s); choose another with --directory".formatted(root, IoReason.of(e)),
          e);
    }
  }

  /** Tells a second demo who is here, for example {@code process 12, hub 127.0.0.1:7070}. */
  void note(String holder) throws IOException {
    Files.writeString(root.resolve(HOLDER), holder + System.lineSeparator());
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new IllegalStateException("cannot let go of " + root, e);
    }
  }

  private static DirectoryClaim claim(Path root) throws IOException {
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw refused(ExitCode.FAILED, "%s is no directory".formatted(root));
    }
    Files.createDirectories(root);
    if (!Files.exists(root.resolve(MARKER)) && !isEmpty(root)) {
      throw refused(
          ExitCode.FAILED, "%s is not empty and was not made by the demo".formatted(root));
    }
    Files.writeString(root.resolve(MARKER), "made by portolan demo, which may empty it\n");
    FileChannel channel =
        FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock(channel) == null) {
      channel.close();
      throw refused(
          ExitCode.CONFLICT, "a demo is up in %s%s; stop it first".formatted(root, holder(root)));
    }
    DirectoryClaim claim = new DirectoryClaim(root, channel);
    claim.note("process " + ProcessHandle.current().pid());
    return claim;
  }

  private static CommandException refused(int exitCode, String what) {
    String joint = exitCode == ExitCode.CONFLICT ? ", or " : "; ";
    return new CommandException(exitCode, what + joint + "choose another with --directory");
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very process
    }
  }

  private static String holder(Path root) {
    try {
      return " (%s)".formatted(Files.readString(root.resolve(HOLDER)).strip());
    } catch (IOException e) {
      return ""; // it has just come; that it is here is what counts
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }
}
