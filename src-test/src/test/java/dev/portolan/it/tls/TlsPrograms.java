package dev.portolan.it.tls;

import dev.portolan.it.faults.LoggedProgram;
import dev.portolan.it.peers.JavaProgram;
import dev.portolan.it.peers.Loopback;
import dev.portolan.it.peers.TiedProcess;
import dev.portolan.tls.TestAuthority;
import dev.portolan.tls.TlsFiles;
import dev.portolan.translate.Marks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A hub and agents of the bookinfo example, as users start them with TLS. */
final class TlsPrograms implements AutoCloseable {
  private static final Path EXAMPLE = Path.of("../examples/bookinfo").toAbsolutePath().normalize();

  private final Path directory;
  private final int port = Loopback.freePort();
  private final List<TiedProcess> running = new ArrayList<>();

  TlsPrograms(Path directory) {
    this.directory = directory;
  }

  /** What a command printed, both streams, and how it ended. */
  record Printed(int code, String text) {}

  TiedProcess hub(TlsFiles tls) {
    return start(
        "hub",
        "dev.portolan.server.ServerMain",
        tls,
        "--listen",
        address(),
        "--data-directory",
        directory.resolve("data").toString(),
        "--rules",
        EXAMPLE.resolve("mesh.yaml").toString(),
        "--heartbeat-interval",
        "1s",
        "--beat-interval",
        "500ms");
  }

  TiedProcess agent(String name, String cluster, TlsFiles tls) throws IOException {
    Path input = directory.resolve(name).resolve("input");
    Files.createDirectories(output(name));
    if (!Files.exists(input)) {
      Files.createDirectories(input);
      try (Stream<Path> files = Files.list(EXAMPLE.resolve(cluster))) {
        for (Path file : files.toList()) {
          Files.copy(file, input.resolve(file.getFileName()));
        }
      }
    }
    return start(
        name,
        "dev.portolan.agent.AgentMain",
        tls,
        "--cluster",
        cluster,
        "--hub",
        address(),
        "--source-directory",
        input.toString(),
        "--sink-directory",
        output(name).toString(),
        "--state-directory",
        directory.resolve(name).resolve("state").toString());
  }

  /** Starts {@code portolan register}. */
  TiedProcess register(String name, TlsFiles tls, String... arguments) {
    List<String> all = new ArrayList<>(List.of("register", "--hub", address()));
    all.addAll(List.of(arguments));
    return start(name, "dev.portolan.cli.PortolanMain", tls, all.toArray(String[]::new));
  }

  /** Where the hub listens. */
  String address() {
    return Loopback.HOST + ":" + port;
  }

  /** Runs {@code portolan}. */
  Printed cli(TlsFiles tls, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--hub", address()));
    all.addAll(TestAuthority.flags(tls));
    return cli(all);
  }

  /** Runs {@code portolan} as somebody without a certificate. */
  Printed cliWithoutTls(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--hub", address()));
    return cli(all);
  }

  private static Printed cli(List<String> arguments) {
    try {
      Process process =
          new ProcessBuilder(JavaProgram.command("dev.portolan.cli.PortolanMain", arguments))
              .redirectErrorStream(true)
              .start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("portolan " + arguments + " does not end");
      }
      return new Printed(process.exitValue(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private TiedProcess start(String name, String main, TlsFiles tls, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(TestAuthority.flags(tls));
    try {
      TiedProcess process =
          TiedProcess.start(
              Files.createDirectories(directory.resolve(name)),
              Map.of(),
              LoggedProgram.command(main, all));
      running.add(process);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path input(String name) {
    return directory.resolve(name).resolve("input");
  }

  private Path output(String name) {
    return directory.resolve(name).resolve("output");
  }

  /** What a program has logged. */
  String log(String name) {
    try {
      return Files.readString(directory.resolve(name).resolve("java.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The objects that an agent wrote, but for the notes on how they came about. */
  SortedMap<String, String> objects(String name) {
    SortedMap<String, String> objects = new TreeMap<>();
    try (Stream<Path> files = Files.list(output(name))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
        objects.put(
            file.getFileName().toString(),
            Files.readAllLines(file).stream()
                .filter(line -> !line.contains(Marks.REVISION) && !line.contains(Marks.SHAPED_BY))
                .collect(Collectors.joining("\n")));
      }
      return objects;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    running.forEach(TiedProcess::close);
  }
}
