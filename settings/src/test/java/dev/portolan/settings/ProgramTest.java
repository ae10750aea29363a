package dev.portolan.settings;

import static dev.portolan.settings.TestPrograms.CLUSTER;
import static dev.portolan.settings.TestPrograms.COLOR;
import static dev.portolan.settings.TestPrograms.DATA;
import static dev.portolan.settings.TestPrograms.GATEWAYS;
import static dev.portolan.settings.TestPrograms.HEARTBEAT;
import static dev.portolan.settings.TestPrograms.INSECURE;
import static dev.portolan.settings.TestPrograms.LISTEN;
import static dev.portolan.settings.TestPrograms.MAX_LAG;
import static dev.portolan.settings.TestPrograms.PROGRAM;
import static dev.portolan.settings.TestPrograms.bind;
import static dev.portolan.settings.TestPrograms.bindFile;
import static dev.portolan.settings.TestPrograms.bound;
import static dev.portolan.settings.TestPrograms.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
  @TempDir Path directory;

  @Test
  void defaultsHoldWhereNothingIsGiven() {
    Values values = bound(bind("--cluster", "east-1"));

    assertThat(values.get(LISTEN)).isEqualTo(new HostPort("127.0.0.1", 15010));
    assertThat(values.get(MAX_LAG)).isEqualTo(10);
    assertThat(values.get(HEARTBEAT)).isEqualTo(Duration.ofSeconds(10));
    assertThat(values.get(INSECURE)).isFalse();
    assertThat(values.get(DATA)).isEmpty();
    assertThat(values.get(GATEWAYS)).isEmpty();
    assertThat(values.get(COLOR)).isEqualTo(TestPrograms.Color.DARK_RED);
    assertThat(values.origin(LISTEN)).isEqualTo("default");
  }

  @Test
  void flagsWinOverEnvironmentOverFileOverDefaults() throws IOException {
    Path file = directory.resolve("hub.yaml");
    Files.writeString(
        file, "cluster: file\npush:\n  max-lag: 2\n  heartbeat: 2s\nlisten: '[::1]:2'\n");
    Map<String, String> environment =
        Map.of(
            "PORTOLAN_TEST_CONFIG", file.toString(),
            "PORTOLAN_TEST_PUSH_MAX_LAG", "3",
            "PORTOLAN_TEST_PUSH_HEARTBEAT", "3s",
            "PATH", "/bin");

    Values values = bound(PROGRAM.bind(List.of("--push.max-lag=4"), environment));

    assertThat(values.get(MAX_LAG)).isEqualTo(4);
    assertThat(values.get(HEARTBEAT)).isEqualTo(Duration.ofSeconds(3));
    assertThat(values.get(LISTEN)).hasToString("[::1]:2");
    assertThat(values.get(COLOR)).isEqualTo(TestPrograms.Color.DARK_RED);
    assertThat(values.origin(MAX_LAG)).isEqualTo("flag --push.max-lag");
    assertThat(values.origin(HEARTBEAT)).isEqualTo("environment PORTOLAN_TEST_PUSH_HEARTBEAT");
    assertThat(values.origin(LISTEN)).isEqualTo(file + ":5");
  }

  @Test
  void everyProblemOfEveryLayerIsReportedAtOnce() {
    Path file = directory.resolve("test.yaml");
    bindFile(directory, "pusj:\n  heartbeat: 1s\nlisten: here\npush:\n  max-lag: 0\n");
    Map<String, String> environment =
        Map.of("PORTOLAN_TEST_LISTN", "x:1", "PORTOLAN_TEST_PUSH_HEARTBEAT", "soon");
    List<String> flags =
        List.of("--config", file.toString(), "--colour", "blue", "surplus", "--data");

    assertThat(refused(PROGRAM.bind(flags, environment)))
        .containsExactlyInAnyOrder(
            "environment PORTOLAN_TEST_LISTN: there is no such setting;"
                + " did you mean 'PORTOLAN_TEST_LISTEN'?",
            "flag --colour: there is no such flag; did you mean 'color'?",
            "argument 5: 'surplus' is not expected",
            "flag --data: its value is missing",
            "test.yaml:2: there is no setting 'pusj.heartbeat'; did you mean 'push.heartbeat'?",
            "test.yaml:3: listen: 'here' is not host:port, such as 127.0.0.1:15010,"
                + " with a port from 0 to 65535",
            "test.yaml:5: push.max-lag: '0' is not an integer from 1 to 100",
            "environment PORTOLAN_TEST_PUSH_HEARTBEAT: push.heartbeat: 'soon' is not a duration"
                + " such as 500ms, 10s or 1m30s, from 100ms to 1h",
            "portolan-test: cluster is required; give --cluster, PORTOLAN_TEST_CLUSTER or"
                + " cluster in the file");
  }

  @Test
  void flagsTakeBothForms() {
    Values values =
        bound(bind("--cluster=a=b", "--insecure", "--data", "dir", "--gateways", "a:1, [::1]:2"));

    assertThat(values.get(CLUSTER)).isEqualTo("a=b");
    assertThat(values.get(INSECURE)).isTrue();
    assertThat(values.get(DATA)).contains(Path.of("dir"));
    assertThat(values.get(GATEWAYS)).hasToString("[a:1, [::1]:2]");
    assertThat(bound(bind("--cluster", "a", "--insecure=false")).get(INSECURE)).isFalse();
    assertThat(refused(bind("--cluster", "a", "--cluster", "b")))
        .containsExactly("flag --cluster: is given twice");
  }

  @Test
  void variablesThatKubernetesSetsForAServiceOfTheSameNameAreNoSettings() {
    Map<String, String> links =
        Map.of(
            "PORTOLAN_TEST_CLUSTER", "a",
            "PORTOLAN_TEST_SERVICE_HOST", "10.0.0.1",
            "PORTOLAN_TEST_SERVICE_PORT_GRPC", "15010",
            "PORTOLAN_TEST_PORT", "tcp://10.0.0.1:15010",
            "PORTOLAN_TEST_LISTEN", "tcp://10.0.0.1:15010",
            "PORTOLAN_TEST_PORT_15010_TCP_ADDR", "10.0.0.1",
            "PORTOLAN_TEST_ADMIN_SERVICE_PORT", "1");

    assertThat(bound(PROGRAM.bind(List.of(), links)).origin(LISTEN)).isEqualTo("default");
  }

  @Test
  void theEffectiveListingIsAFileThatGivesTheSame() {
    String listing =
        bound(bind("--cluster", "it's: #1", "--gateways", "a:1,b:2", "--color=blue")).effective();

    assertThat(listing).contains("# data:").contains("# flag --color");
    Values again = bound(bindFile(directory, listing));
    assertThat(again.get(CLUSTER)).isEqualTo("it's: #1");
    assertThat(again.get(GATEWAYS)).hasSize(2);
    assertThat(again.get(COLOR)).isEqualTo(TestPrograms.Color.BLUE);
    assertThat(
            bind(
                "--cluster", "it's: #1", "--gateways", "a:1,b:2", "--color=blue", "--print-config"))
        .isEqualTo(new Binding.Answered(listing));
  }

  @Test
  void aProgramsOwnProblemsNameKeyAndOrigin() {
    Values values = bound(bind("--cluster", "a", "--listen", "0.0.0.0:1"));

    assertThat(values.problem(LISTEN, "is not loopback; say --insecure"))
        .hasToString("flag --listen: listen is not loopback; say --insecure");
  }

  @Test
  void helpIsAnsweredWhateverElseIsWrong() throws IOException {
    assertThat(bind("--nonsense", "--help")).isEqualTo(new Binding.Answered(PROGRAM.help()));
    assertThat(bind("-h")).isEqualTo(new Binding.Answered(PROGRAM.help()));
  }

  @Test
  void helpShowsEverySettingWithDefaultVariableAndMeaning() throws IOException {
    Path golden = Path.of("src/test/resources/golden/help.txt");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden, PROGRAM.help());
    }

    assertThat(PROGRAM.help()).isEqualTo(Files.readString(golden));
  }

  @Test
  void declarationsThatCannotWorkAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Setting.of("a", ValueType.integer(1, 2), "3", ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Setting.required("A_b", ValueType.text(), ""));
    Setting<String> dashed = Setting.required("a-b", ValueType.text(), "");
    Setting<String> dotted = Setting.required("a.b", ValueType.text(), "");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Program("x", "", "X_", List.of(dashed, dotted)));
    assertThatIllegalStateException().isThrownBy(() -> bound(bind("--cluster", "a")).get(dashed));
  }
}
