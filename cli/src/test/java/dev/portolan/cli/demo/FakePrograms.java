package dev.portolan.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Starts nothing: each program prints what a test says, and ends when it does. */
final class FakePrograms implements Programs {
  private static final Instant EPOCH = Instant.parse("2026-01-01T12:00:00.123Z");

  /** All that were started, in order. */
  final List<FakeProgram> started = new ArrayList<>();

  /** What each program prints as it starts. */
  String output = "";

  /** Where set, each program ends with it as soon as it has started. */
  OptionalInt endsAtOnce = OptionalInt.empty();

  /** Where set, no program can be started. */
  Optional<IOException> refusal = Optional.empty();

  @Override
  public FakeProgram start(String module, List<String> arguments, Path log) throws IOException {
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    Files.writeString(log, output);
    int number = started.size();
    FakeProgram program =
        new FakeProgram(
            module, arguments, log, new Program.Id(1000 + number, EPOCH.plusSeconds(number)));
    program.code = endsAtOnce;
    started.add(program);
    return program;
  }

  @Override
  public FakeProgram run(Path executable, List<String> arguments, Path log) throws IOException {
    return start(executable.toString(), arguments, log);
  }

  @Override
  public Optional<Program> find(Program.Id id) {
    return started.stream()
        .filter(program -> program.alive() && program.id().equals(id))
        .map(program -> (Program) program)
        .findFirst();
  }

  /** Ends when it is asked to. */
  static final class FakeProgram implements Program {
    final String module;
    final List<String> arguments;
    final Path log;
    OptionalInt code = OptionalInt.empty();
    private final Id id;

    private FakeProgram(String module, List<String> arguments, Path log, Id id) {
      this.module = module;
      this.arguments = List.copyOf(arguments);
      this.log = log;
      this.id = id;
    }

    @Override
    public Id id() {
      return id;
    }

    @Override
    public boolean alive() {
      return code.isEmpty();
    }

    @Override
    public OptionalInt exitCode() {
      return code;
    }

    @Override
    public void askToEnd() {
      code = OptionalInt.of(143);
    }

    @Override
    public void awaitEnd(Duration patience) {
      if (alive()) {
        throw new IllegalStateException("nobody asked " + id + " to end");
      }
    }
  }
}
