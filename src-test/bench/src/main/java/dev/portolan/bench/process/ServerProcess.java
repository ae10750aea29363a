package dev.portolan.bench.process;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A server under test in a process of its own, which ends with this one: a role of ours ends with
 * its input, another's program is killed by a watcher that holds the same pipe. Commands may come
 * from any thread; everything else from one.
 */
public final class ServerProcess implements AutoCloseable {
  private static final int START_SECONDS = 120;
  private static final int ANSWER_SECONDS = 300;
  // exec: the program keeps the shell's id, so the id known here is the program's.
  private static final String TIE =
      """
      exec 3<&0
      (while read -r _; do :; done; kill -9 $$ 2>/dev/null) <&3 3<&- >/dev/null 2>&1 &
      exec "$@" </dev/null 3<&-
      """;

  private final Process process;
  private final Path log;
  private final ProcessCpu cpu;
  private final Queue<CompletableFuture<String>> asked = new ConcurrentLinkedQueue<>();
  private int port;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.cpu = new ProcessCpu(process.pid());
  }

  /**
   * Starts a role in a JVM and waits until it listens.
   *
   * @param directory where its log goes
   * @param name of the log
   */
  public static ServerProcess role(
      Path directory, String name, List<String> flags, String roleClass, List<String> words) {
    List<String> command =
        Stream.of(
                List.of(javaProgram()),
                flags,
                // Its threads would come and go, and their CPU time with them.
                List.of("-XX:-UseDynamicNumberOfCompilerThreads", "-cp", classPath()),
                List.of(RoleMain.class.getName(), roleClass),
                words)
            .flatMap(List::stream)
            .toList();
    ServerProcess started = start(directory, name, command, false);
    CompletableFuture<String> ready = new CompletableFuture<>();
    started.asked.add(ready);
    Thread reader = new Thread(started::readAnswers, "answers of " + name);
    reader.setDaemon(true);
    reader.start();
    started.port = Integer.parseInt(started.await(ready, START_SECONDS).replace("ready ", ""));
    return started;
  }

  /**
   * Starts another's program that is on our class path, in a JVM of its own; to be asked nothing.
   *
   * @param heap mebibytes
   */
  public static ServerProcess java(
      Path directory,
      String name,
      int port,
      int heap,
      String flag,
      String mainClass,
      String argument) {
    return program(
        directory,
        name,
        port,
        List.of(
            javaProgram(),
            "-Xms" + heap / 4 + "m",
            "-Xmx" + heap + "m",
            flag,
            "-XX:-UseDynamicNumberOfCompilerThreads",
            "-cp",
            classPath(),
            mainClass,
            argument));
  }

  private static String javaProgram() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Starts another's program, to be asked nothing. */
  public static ServerProcess program(Path directory, String name, int port, List<String> command) {
    List<String> tied = new ArrayList<>(List.of("sh", "-c", TIE, "tied"));
    tied.addAll(command);
    ServerProcess started = start(directory, name, tied, true);
    started.port = port;
    return started;
  }

  private static ServerProcess start(
      Path directory, String name, List<String> command, boolean quiet) {
    try {
      Files.createDirectories(directory);
      File log = directory.resolve(name + ".log").toFile();
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(log);
      if (quiet) {
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      }
      return new ServerProcess(builder.start(), log.toPath());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
  }

  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  public int port() {
    return port;
  }

  /** CPU time since it began, in microseconds. */
  public double cpuMicros() {
    return cpu.micros();
  }

  /** Resident bytes, as the system counts them. */
  public long residentBytes() {
    try {
      String[] pages =
          Files.readString(Path.of("/proc", "" + process.pid(), "statm")).split(" ", 3);
      return Long.parseLong(pages[1]) * 4096;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The most that were ever resident. */
  public long peakResidentBytes() {
    try (Stream<String> lines = Files.lines(Path.of("/proc", "" + process.pid(), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Live heap bytes, and Netty's direct bytes, after a full collection. */
  public long liveBytes() {
    Live live = live();
    return live.heapBytes() + live.directBytes();
  }

  /** What is live after a full collection. */
  public Live live() {
    String[] bytes = ask("live").split(" ", 2);
    return new Live(Long.parseLong(bytes[0]), Long.parseLong(bytes[1]));
  }

  /** What a JVM's memory holds: its heap, and Netty's direct buffers. */
  public record Live(long heapBytes, long directBytes) {}

  /** Its threads now. */
  public int threads() {
    return entries("task");
  }

  /** Its open files and sockets now. */
  public int openFiles() {
    return entries("fd");
  }

  private int entries(String directory) {
    try (Stream<Path> all = Files.list(Path.of("/proc", "" + process.pid(), directory))) {
      return (int) all.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells a role something and waits for its answer. */
  public String ask(String command) {
    String answer = await(tell(command), ANSWER_SECONDS);
    if (!answer.startsWith("ok")) {
      throw new IllegalStateException(command + ": " + answer + "; see " + log);
    }
    return answer.substring(2).strip();
  }

  /** Tells a role something; its answer comes later. */
  public synchronized CompletableFuture<String> tell(String command) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    asked.add(answer);
    try {
      OutputStream in = process.getOutputStream();
      in.write((command + "\n").getBytes(StandardCharsets.UTF_8));
      in.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot tell it '" + command + "'; see " + log, e);
    }
    return answer;
  }

  private void readAnswers() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        CompletableFuture<String> first = asked.poll();
        if (first != null) {
          first.complete(line);
        }
      }
    } catch (IOException closed) {
      // By close, below; whoever waits is told so.
    }
    asked.forEach(waiting -> waiting.complete("failed: the process has ended"));
  }

  private String await(CompletableFuture<String> answer, int seconds) {
    try {
      String line = answer.get(seconds, TimeUnit.SECONDS);
      if (line.startsWith("failed")) {
        throw new IllegalStateException(line + "; see " + log);
      }
      return line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("no answer in " + seconds + " s; see " + log, e);
    }
  }

  /** Asks a program to end, and waits until it has. */
  public void end() {
    // By its handle: the process's own method closes its input as well, at which it is killed.
    process.toHandle().destroy();
    process.onExit().join();
    close();
  }

  /** Kills it, and waits until it is gone. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
    try {
      process.getOutputStream().close();
    } catch (IOException alreadyClosed) {
      // The process is gone, and its end of the pipe with it.
    }
  }
}
