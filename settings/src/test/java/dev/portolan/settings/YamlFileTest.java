package dev.portolan.settings;

import static dev.portolan.settings.TestPrograms.GATEWAYS;
import static dev.portolan.settings.TestPrograms.LISTEN;
import static dev.portolan.settings.TestPrograms.bind;
import static dev.portolan.settings.TestPrograms.bindFile;
import static dev.portolan.settings.TestPrograms.bound;
import static dev.portolan.settings.TestPrograms.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlFileTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"", "---\n", "# nothing\n", "null\n"})
  void anEmptyFileSetsNothing(String yaml) {
    assertThat(bound(bindFile(directory, yaml, "--cluster", "a")).origin(LISTEN))
        .isEqualTo("default");
  }

  @Test
  void aSequenceIsAList() {
    assertThat(
            bound(bindFile(directory, "gateways:\n- a:1\n- b:2\n", "--cluster", "a")).get(GATEWAYS))
        .containsExactly(new HostPort("a", 1), new HostPort("b", 2));
    assertThat(bound(bindFile(directory, "gateways: []\n", "--cluster", "a")).get(GATEWAYS))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "listen: a:1\\nlisten: b:1\\n | test.yaml:2:",
        "push: {max-lag: 1}\\npush.max-lag: 2\\n | test.yaml:2: push.max-lag is set in",
        "push: 3\\n | test.yaml:1: push is a section, with push.max-lag in it",
        "listen: {port: 1}\\n | test.yaml:1: listen takes one value, not a section: host:port",
        "a: 1\\n---\\nb: 2\\n | test.yaml:3: one YAML document is expected",
        "- a\\n | test.yaml:1: a mapping of settings is expected",
        "listen:\\n | test.yaml:1: listen has no value",
        "listen: [a:1]\\n | test.yaml:1: listen: 'a:1' is not host:port",
        "gateways: [{a: 1}, [b]]\\n | test.yaml:1: gateways takes a sequence of plain values",
        "gateways:\\n- a:1\\n-\\n | test.yaml:1: gateways takes a sequence of plain values",
        "listen: &x a:1\\ncluster: *x\\n | test.yaml:2: cluster is a YAML alias",
        "push: {max-lag: 010}\\n | test.yaml:1: push.max-lag: '010' is not an integer",
        "insecure: yes\\n | test.yaml:1: insecure: 'yes' is not true or false",
        "heartbeat: 1s\\n | test.yaml:1: there is no setting 'heartbeat'; did you mean 'push.heartb",
        "config: x\\n | test.yaml:1: there is no setting 'config'",
        "zzzzzzzz: x\\n | test.yaml:1: there is no setting 'zzzzzzzz'",
        "a: b: c\\n | test.yaml:1:5: is not valid YAML: mapping values are not allowed here",
        "listen: 'a\\n | is not valid YAML: while scanning a quoted scalar",
        "\\tlisten: a\\n | test.yaml:1:1: is not valid YAML",
      })
  void badContentIsNamedWithItsLine(String yaml, String problem) {
    String text = yaml.replace("\\n", "\n").replace("\\t", "\t");

    assertThat(refused(bindFile(directory, text, "--cluster=a")))
        .anyMatch(it -> it.contains(problem));
  }

  @Test
  void aFileThatCannotBeReadIsAProblem() throws IOException {
    Path binary = Files.write(directory.resolve("test.yaml"), new byte[] {(byte) 0xff, 0});

    assertThat(refused(bind("--cluster=a", "--config", directory + "/none/test.yaml")))
        .containsExactly("test.yaml: there is no such file");
    assertThat(refused(bind("--cluster=a", "--config", binary.toString())))
        .containsExactly("test.yaml: is not UTF-8 text");
    assertThat(refused(bind("--cluster=a", "--config", directory.toString())).get(0))
        .contains("cannot be read");
  }
}
