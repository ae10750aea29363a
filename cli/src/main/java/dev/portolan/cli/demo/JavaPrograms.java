package dev.portolan.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The checkout's jars, run by the Java that runs this; others' programs as they are. */
record JavaPrograms(Checkout checkout) implements Programs {
  @Override
  public Program start(String module, List<String> arguments, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED"); // RocksDB is native code
    }
    command.addAll(List.of("-jar", checkout.jar(module).toString()));
    command.addAll(arguments);
    return started(command, log);
  }

  @Override
  public Program run(Path executable, List<String> arguments, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(executable.toAbsolutePath().toString());
    command.addAll(arguments);
    return started(command, log);
  }

  private static Program started(List<String> command, Path log) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    // What the user set for other programs must not reach these.
    builder.environment().keySet().removeIf(variable -> variable.startsWith("PORTOLAN_"));
    Process process = builder.start();
    process.getOutputStream().close();
    return new JavaProgram(
        process.toHandle(),
        () -> process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue()));
  }

  @Override
  public Optional<Program> find(Program.Id id) {
    return ProcessHandle.of(id.pid())
        .map(handle -> (Program) new JavaProgram(handle, OptionalInt::empty))
        .filter(program -> program.alive() && program.id().equals(id));
  }

  private record JavaProgram(ProcessHandle handle, Supplier<OptionalInt> code) implements Program {
    @Override
    public Id id() {
      return new Id(handle.pid(), handle.info().startInstant().orElse(Instant.EPOCH));
    }

    @Override
    public boolean alive() {
      return handle.isAlive();
    }

    @Override
    public OptionalInt exitCode() {
      return code.get();
    }

    @Override
    public void askToEnd() {
      handle.destroy();
    }

    @Override
    public void awaitEnd(Duration patience) {
      try {
        handle.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        handle.destroyForcibly();
      } catch (InterruptedException e) {
        handle.destroyForcibly();
        Thread.currentThread().interrupt();
      } catch (ExecutionException e) {
        throw new IllegalStateException("waiting for the end of a process cannot fail", e);
      }
    }
  }
}
