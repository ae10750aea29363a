package dev.portolan.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScaleToZeroTest {
  private static final String ENTRY = "bookinfo.serviceentry.portolan-reviews-b2e40a0b.yaml";

  @TempDir private Path directory;
  private DemoRig rig;
  private DemoDirectory files;

  @BeforeEach
  void create() throws IOException {
    rig = new DemoRig(directory);
    files = rig.prepared(directory.resolve("demo"));
    Path output = files.output("west-1");
    Files.writeString(output.resolve(ENTRY), "endpoints:\n- east-1\n- east-2\nports: []\n");
    Files.writeString(output.resolve(ENTRY.replace("serviceentry", "destinationrule")), "");
  }

  @AfterEach
  void close() {
    files.close();
  }

  @Test
  void podsGoAndSlicesAreEmptied() throws IOException {
    String before =
        """
        kind: Service
        metadata: {name: reviews}
        ---
        kind: EndpointSlice
        ports: [{port: 9080}]
        endpoints: [{addresses: [10.0.0.1]}]
        ---
        kind: Pod
        """;
    byte[] after = WithoutPods.of(before.getBytes(StandardCharsets.UTF_8));
    assertThat(new String(after, StandardCharsets.UTF_8))
        .contains("kind: \"Service\"", "port: 9080", "endpoints: []")
        .doesNotContain("Pod", "10.0.0.1");
  }

  @Test
  void theDifferenceIsShownWithTheTimeItTook() throws Exception {
    rig.atPause = pause -> write("endpoints:\n- east-1\nports: []\n");

    Effect effect = new ScaleToZero(files, rig.patience).run();

    assertThat(effect.difference())
        .containsExactly(
            "--- " + ENTRY,
            "+++ " + ENTRY,
            "@@ -1,4 +1,3 @@",
            " endpoints:",
            " - east-1",
            "-- east-2",
            " ports: []");
    assertThat(effect.took()).isEqualTo(rig.passed()).isPositive();
    assertThat(files.input("east-2").resolve("reviews.yaml"))
        .content()
        .contains("Service")
        .doesNotContain("Pod");
  }

  @Test
  void aFileThatIsAboutToBeReplacedIsNoChange() throws Exception {
    rig.atPause =
        pause -> {
          Path entry = files.output("west-1").resolve(ENTRY);
          try {
            if (Files.deleteIfExists(entry)) {
              return;
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          write("endpoints: []\n");
        };
    assertThat(new ScaleToZero(files, rig.patience).run().difference()).contains("+endpoints: []");
  }

  @Test
  void anEffectThatDoesNotComeFails() {
    ScaleToZero change = new ScaleToZero(files, rig.patience);
    CommandException failure = catchThrowableOfType(CommandException.class, change::run);
    assertThat(failure.exitCode()).isEqualTo(ExitCode.TIMEOUT);
    assertThat(failure)
        .hasMessageContaining("reviews.yaml was changed, but")
        .hasMessageContaining(ENTRY + " did not follow within 30 s; see " + files.logs());
  }

  @Test
  void aServiceThatTheObserverDoesNotHaveIsNamed() throws IOException {
    Files.delete(files.output("west-1").resolve(ENTRY));
    assertThat(
            catchThrowableOfType(
                CommandException.class, () -> new ScaleToZero(files, rig.patience)))
        .hasMessage("no ServiceEntry of reviews in " + files.output("west-1"));
  }

  private void write(String text) {
    try {
      Files.writeString(files.output("west-1").resolve(ENTRY), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
