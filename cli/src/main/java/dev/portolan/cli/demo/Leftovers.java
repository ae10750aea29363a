package dev.portolan.cli.demo;

import dev.portolan.cli.shell.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a killed demo leaves behind: its hub and agents, which nobody asked to end. Each is noted in
 * a file as it starts, and the next demo in the same directory ends those that still run.
 *
 * @param file one process a line: name, number, start
 */
record Leftovers(Path file) {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  void note(String name, Program.Id id) throws IOException {
    Files.writeString(
        file,
        "%s %d %s%n".formatted(name, id.pid(), id.start()),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Ends what still runs. Only for whoever holds the directory. */
  void end(Programs programs, Shell shell) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    List<Program> left =
        Files.readAllLines(file).stream()
            .flatMap(line -> id(line).stream())
            .flatMap(id -> programs.find(id).stream())
            .toList();
    if (!left.isEmpty()) {
      shell.say(
          left.stream()
              .map(program -> String.valueOf(program.id().pid()))
              .collect(
                  Collectors.joining(
                      ", ", "ending what a killed demo left running: process ", "")));
    }
    left.forEach(Program::askToEnd);
    left.forEach(program -> program.awaitEnd(PATIENCE));
  }

  /** Empty for a line that was not written to its end. */
  private static Optional<Program.Id> id(String line) {
    String[] parts = line.split(" ", -1);
    try {
      return parts.length == 3
          ? Optional.of(new Program.Id(Long.parseLong(parts[1]), Instant.parse(parts[2])))
          : Optional.empty();
    } catch (NumberFormatException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
