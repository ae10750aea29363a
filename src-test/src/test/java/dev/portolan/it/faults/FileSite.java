package dev.portolan.it.faults;

import dev.portolan.it.peers.TiedProcess;
import dev.portolan.translate.Marks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A cluster in files: what it has, what its agent writes, and the agent as users start it, behind a
 * link of its own. Confined to one thread, but for what reads the files.
 */
final class FileSite implements AutoCloseable {
  private final String name;
  private final Path directory;
  private final FaultyLink link;
  private final Launch launch;
  private @Nullable TiedProcess process;

  FileSite(String name, Path parent, int hubPort, Launch launch) throws IOException {
    this.name = name;
    this.launch = launch;
    this.directory = Files.createDirectories(parent.resolve(name));
    this.link = new FaultyLink(hubPort);
    Files.createDirectories(output());
    copy(FileFederation.EXAMPLE.resolve(name), Files.createDirectories(input()));
  }

  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  String name() {
    return name;
  }

  FaultyLink link() {
    return link;
  }

  Path input() {
    return directory.resolve("input");
  }

  Path output() {
    return directory.resolve("output");
  }

  /** Starts an agent, unless there is one. */
  void start() {
    if (process == null) {
      process =
          launch.start(
              directory,
              "dev.portolan.agent.AgentMain",
              List.of(
                  "--cluster",
                  name,
                  "--hub",
                  link.address(),
                  "--source-directory",
                  input().toString(),
                  "--sink-directory",
                  output().toString(),
                  "--state-directory",
                  directory.resolve("state").toString(),
                  "--resync-interval",
                  "5s"));
    }
  }

  /** As {@code kill -9} does. */
  void kill() {
    if (process != null) {
      process.close();
      process = null;
    }
  }

  /** What the agent remembers is no more; it must not run. */
  void forget() throws IOException {
    Path state = directory.resolve("state");
    if (Files.exists(state)) {
      try (Stream<Path> files = Files.walk(state)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  void pause() {
    if (process != null) {
      process.pause();
    }
  }

  void goOn() {
    if (process != null && process.isAlive()) {
      process.goOn();
    }
  }

  /** What agents have logged here. */
  String log() throws IOException {
    return Files.readString(launch.log(directory));
  }

  /** How often a link was given up; of the two that an agent has, or of one of them. */
  long downs(String link) throws IOException {
    return log()
        .lines()
        .filter(line -> line.contains(" is down: ") && line.contains(link + " to hub "))
        .count();
  }

  /** The objects with their texts, but for the notes on how they came about. */
  SortedMap<String, String> objects() {
    SortedMap<String, String> objects = new TreeMap<>();
    try (Stream<Path> files = Files.list(output())) {
      for (Path file : files.filter(FileSite::isObject).toList()) {
        objects.put(file.getFileName().toString(), text(file));
      }
      return objects;
    } catch (NoSuchFileException e) {
      return objects; // one goes just now
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean isObject(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".") && name.endsWith(".yaml");
  }

  static String text(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.contains(Marks.REVISION) && !line.contains(Marks.SHAPED_BY))
        .collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {
    kill();
    link.close();
  }
}
