package dev.portolan.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OldGenerationTest {
  private static final int MEBIBYTE = 1 << 20;

  @Test
  void staysNearWhatIsAlive() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xms16m",
                "-Xmx1g",
                "-Xmn6m",
                "-XX:MaxHeapFreeRatio=10",
                "-XX:MinHeapFreeRatio=5",
                "-cp",
                System.getProperty("java.class.path"),
                AgeingGarbageMain.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();

      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      List<String> figures = List.of(said.split(" "));
      long alive = Long.parseLong(figures.get(0));
      long committed = Long.parseLong(figures.get(1));
      // Beside the old generation's own growth there are the young one and what was just made.
      assertThat(committed).isLessThan(alive + alive / 2 + 12 * MEBIBYTE);
    } finally {
      process.destroyForcibly();
    }
  }
}
