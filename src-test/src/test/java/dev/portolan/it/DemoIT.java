package dev.portolan.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.it.peers.Provisioned;
import dev.portolan.translate.CanonicalYaml;
import io.fabric8.istio.api.networking.v1.ServiceEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code portolan demo --once} as a process and reads what it wrote. */
@Timeout(300)
class DemoIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir private Path directory;

  @Test
  void convergesShowsOneChangeAndLeavesTheObjects() throws Exception {
    Path demo = directory.resolve("demo");
    Path output = directory.resolve("output.txt");

    int code = run(demo, output);

    String text = Files.readString(output);
    assertThat(code).as(text).isZero();
    assertThat(text)
        .contains("ms from file to file")
        .contains("PortConflict")
        .contains("NoSidecar");
    // East-2 has no ready pod of reviews any more; the own pods are direct, east-1 is its gateway.
    assertThat(addresses(demo, "west-1", "reviews"))
        .containsExactly("10.30.1.11", "10.30.2.11", "198.51.100.11");
    // One network: pods directly. West-1's two gateway addresses share its two ready pods.
    assertThat(addresses(demo, "east-2", "reviews"))
        .contains("203.0.113.21", "203.0.113.22")
        .noneMatch(address -> address.startsWith("198.51.100."))
        .noneMatch(address -> address.startsWith("10.20."))
        .anyMatch(address -> address.startsWith("10.10."));
    // The younger, conflicting ratings of west-1 is nobody's destination.
    assertThat(addresses(demo, "east-1", "ratings")).allMatch(a -> a.startsWith("10.20."));
    assertThat(addresses(demo, "west-1", "ratings")).containsExactly("198.51.100.12");
    assertThat(names(demo.resolve("west-1"))).noneMatch(name -> name.contains("payments"));
  }

  @Test
  void tellsAFailoverWithWhatEachSideSaysBeforeAndAfter() throws Exception {
    Path demo = directory.resolve("demo");
    Path output = directory.resolve("output.txt");

    int code = run(demo, output, "--story", "failover");

    String text = Files.readString(output);
    assertThat(code).as(text).isZero();
    List<String> rows =
        text.lines().filter(line -> line.matches("(east-1|west-1) .*")).map(DemoIT::cells).toList();
    assertThat(rows)
        .as(text)
        .containsExactly(
            "east-1 yes 1",
            "west-1 yes 2",
            "east-1 no -",
            "west-1 yes 2",
            "east-1 yes 1",
            "west-1 yes 2",
            "east-1 yes 4",
            "west-1 yes 2",
            "east-1 yes 1",
            "west-1 yes 2");
    assertThat(text)
        .contains("Order: as failover policy details-east-first says.", "no endpoint is ready")
        .contains("directly; put last, as failover policy details-east-first says")
        .contains("The agent of east-2 has this in force", "has written what was there before.");
    // All is as it was: the pods of east-1 directly, then the gateway of west-1.
    assertThat(addresses(demo, "east-2", "details"))
        .containsExactly("10.10.1.11", "10.10.2.11", "203.0.113.21", "203.0.113.22");
    assertThat(demo.resolve("input/east-1/details.yaml"))
        .hasSameTextualContentAs(ROOT.resolve("examples/bookinfo/east-1/details.yaml"));
  }

  @Test
  void tellsHowAServiceMovesFromAConsulIntoAMesh() throws Exception {
    String consul = Provisioned.consul().toString();
    Path demo = directory.resolve("demo");
    Path output = directory.resolve("output.txt");

    int code = run(demo, output, "--story", "consul", "--consul", consul);

    String text = Files.readString(output);
    assertThat(code).as(text).isZero();
    List<String> rows =
        text.lines()
            .filter(line -> line.matches("(consul-dc1|east-1) .*"))
            .map(DemoIT::cells)
            .toList();
    assertThat(rows)
        .as(text)
        .containsExactly(
            "consul-dc1 yes 0",
            "consul-dc1 yes 0",
            "east-1 yes 1",
            "consul-dc1 no -",
            "east-1 yes 1",
            "consul-dc1 no -",
            "east-1 yes 1",
            "consul-dc1 yes 0",
            "east-1 yes 1",
            "consul-dc1 no -",
            "east-1 yes 1");
    assertThat(text)
        .contains("4. It passes again.", "has written what was there before.")
        .contains("PTL0104 NoSidecar service/consul-dc1/bookinfo/shipping");
    // The machine is gone, and every mesh goes to east-1: its pods, or its gateway.
    assertThat(addresses(demo, "east-1", "shipping")).containsExactly("10.10.1.51", "10.10.2.51");
    assertThat(addresses(demo, "east-2", "shipping")).containsExactly("10.10.1.51", "10.10.2.51");
    assertThat(addresses(demo, "west-1", "shipping")).containsExactly("198.51.100.11");
  }

  @Test
  void refusesToEmptyADirectoryThatItDidNotMake() throws Exception {
    Path demo = Files.createDirectory(directory.resolve("mine"));
    Path precious = Files.writeString(demo.resolve("precious.txt"), "keep me");
    Path output = directory.resolve("output.txt");

    int code = run(demo, output);

    assertThat(code).isEqualTo(1);
    assertThat(Files.readString(output)).contains("was not made by the demo");
    assertThat(precious).hasContent("keep me");
  }

  /** Origin, used, tier. */
  private static String cells(String row) {
    return String.join(" ", List.of(row.split(" +", -1)).subList(0, 3));
  }

  private static int run(Path demo, Path output, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dportolan.home=" + ROOT);
    command.addAll(List.of("-jar", ROOT.resolve("cli/target/portolan-cli.jar").toString()));
    command.addAll(List.of("demo", "--once", "--directory", demo.toString()));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(240, TimeUnit.SECONDS)).as("ended in time").isTrue();
      return process.exitValue();
    } finally {
      process.destroy();
    }
  }

  private static List<String> addresses(Path demo, String cluster, String service)
      throws IOException {
    Path directory = demo.resolve(cluster);
    String file =
        names(directory).stream()
            .filter(name -> name.contains(".serviceentry.portolan-" + service + "-"))
            .findFirst()
            .orElseThrow();
    ServiceEntry entry =
        (ServiceEntry) CanonicalYaml.parse(Files.readAllBytes(directory.resolve(file)));
    return entry.getSpec().getEndpoints().stream()
        .map(endpoint -> endpoint.getAddress().toLowerCase(Locale.ROOT))
        .sorted()
        .toList();
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
