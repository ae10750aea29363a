package dev.portolan.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A disk that is full refuses writes, loses none, and takes them again without a restart. On a
 * tmpfs in a mount namespace of the test's own; skipped where none may be made.
 */
@Timeout(180)
final class FullDiskTest {
  @TempDir private Path directory;

  @ParameterizedTest(name = "{0} bytes are left alone")
  @ValueSource(longs = {FreeSpace.STANDARD, 0})
  void writesAreRefusedWhileThereIsNoRoomAndTakenAfterwards(long reserve) throws Exception {
    assumeThat(run("true")).as("unshare -m and mount -t tmpfs: %s", output).isZero();

    int code =
        run(
            "exec '%s' -XX:TieredStopAtLevel=1 -Xmx256m -cp '%s' %s '%s' %d"
                .formatted(
                    Path.of(System.getProperty("java.home"), "bin", "java"),
                    System.getProperty("java.class.path"),
                    FullDisk.class.getName(),
                    directory,
                    reserve));

    assertThat(code).as(output).isZero();
    assertThat(output.lines().reduce((first, last) -> last).orElse("")).startsWith("ok ");
  }

  private String output = "";

  private int run(String command) throws Exception {
    Process process =
        new ProcessBuilder(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount -t tmpfs -o size=64m tmpfs '" + directory + "' && " + command)
            .redirectErrorStream(true)
            .start();
    output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(150, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return process.waitFor();
  }
}
