package dev.portolan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.cli.shell.ExitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
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
        "demo --story sad | expected one of [change, failover]",
        "demo now | Unmatched argument at index 1: 'now'"
      })
  void wrongUsageIsExplainedBeforeAnythingIsTouched(String line, String message) {
    assertThat(rig.run(line.split(" ", -1))).isEqualTo(ExitCode.USAGE);
    assertThat(rig.err()).contains(message, "'portolan demo --help' shows what is possible");
  }

  @Test
  void withoutACheckoutItSaysHowToStartIt() {
    assertThat(rig.run("demo")).isEqualTo(ExitCode.FAILED);
    assertThat(rig.err()).contains("the demo needs a checkout", "./portolan demo");
  }

  @Test
  void theHelpListsTheStories() {
    assertThat(rig.run("demo", "--help")).isZero();
    assertThat(rig.out())
        .contains(
            "--story", "(default: change)", "change    a service loses", "failover  a failover");
  }

  @Test
  void theHelpTellsTheExitCodes() {
    assertThat(rig.run("demo", "--help")).isZero();
    assertThat(rig.out())
        .contains("6 a demo is up in the directory, or the port is taken", "124 nothing followed");
  }
}
