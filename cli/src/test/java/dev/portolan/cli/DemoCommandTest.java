package dev.portolan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.cli.shell.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoCommandTest {
  private final CommandRig rig = new CommandRig();

  @AfterEach
  void close() {
    rig.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "demo --port 0 | '0' is no port; write a number from 1 to 65535",
        "demo --port 65536 | '65536' is no port",
        "demo --port -1 | '-1' is no port",
        "demo --port http | 'http' is no port",
        "demo --story sad | expected one of [change, failover, consul]",
        "demo now | Unmatched argument at index 1: 'now'"
      })
  void wrongUsageIsExplainedBeforeAnythingIsTouched(String line, String message) {
    assertThat(rig.run(line.split(" ", -1))).isEqualTo(ExitCode.USAGE);
    assertThat(rig.err()).contains(message, "'portolan demo --help' shows what is possible");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "demo --consul /bin/sh | --consul and --consul-address are of --story consul",
        "demo --story consul --consul /bin/sh --consul-address http://127.0.0.1:8500 | leave one out",
        "demo --story consul --consul /no/such | --consul: /no/such is no program",
        "demo --story consul --consul-address ftp://127.0.0.1 | write http://HOST:PORT",
        "demo --story consul --consul-address http://127.0.0.1:8500/v1 | without a path"
      })
  void consulsThatMakeNoSenseAreExplained(String line, String message) {
    assertThat(rig.run(line.split(" ", -1))).isEqualTo(ExitCode.USAGE);
    assertThat(rig.err()).contains(message);
  }

  @Test
  void withoutACheckoutItSaysHowToStartIt() {
    assertThat(rig.run("demo")).isEqualTo(ExitCode.FAILED);
    assertThat(rig.err()).contains("the demo needs a checkout", "./portolan demo");
  }

  @Test
  void withoutAConsulItsStorySaysWhatIsMissingAndHowToGetIt() {
    rig.environment.put("PATH", "/no/such:");

    assertThat(rig.run("demo", "--story", "consul")).isEqualTo(ExitCode.FAILED);

    assertThat(rig.err().lines())
        .singleElement()
        .asString()
        .contains("none on the PATH", "--consul PATH", "--consul-address http://127.0.0.1:8500");
  }

  @Test
  void theConsulOnThePathIsTaken(@TempDir Path bin) throws IOException {
    Path program = Files.createFile(bin.resolve("consul"));
    rig.environment.put("PATH", "/no/such:" + bin);

    assertThat(rig.run("demo", "--story", "consul")).isEqualTo(ExitCode.FAILED);
    assertThat(rig.err()).as("not a program").contains("none on the PATH");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    assertThat(rig.run("demo", "--story", "consul")).isEqualTo(ExitCode.FAILED);
    assertThat(rig.err()).as("found").contains("the demo needs a checkout");
  }

  @Test
  void theHelpListsTheStories() {
    assertThat(rig.run("demo", "--help")).isZero();
    assertThat(rig.out())
        .contains(
            "--story",
            "(default: change)",
            "change    a service loses",
            "failover  a failover",
            "consul    a machine");
  }

  @Test
  void theHelpTellsTheExitCodes() {
    assertThat(rig.run("demo", "--help")).isZero();
    assertThat(rig.out())
        .contains("6 a demo is up in the directory, or the port is taken", "124 nothing followed");
  }
}
