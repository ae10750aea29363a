package dev.portolan.it.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TiedProcessIT {
  private static final List<String> FOREVER = List.of("sleep", "100000");

  @TempDir private Path directory;

  private static boolean runs(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  @Test
  void theProcessIsTheCommandAndEndsWhenClosed() {
    TiedProcess process = TiedProcess.start(directory, Map.of(), FOREVER);
    assertThat(process.isAlive()).isTrue();

    process.close();

    assertThat(runs(process.pid())).isFalse();
  }

  @Test
  void aCommandThatFailsIsNotWaitedFor() {
    TiedProcess process =
        TiedProcess.start(directory, Map.of(), List.of("sh", "-c", "echo out of luck; exit 3"));

    assertThatThrownBy(() -> process.awaitReady(() -> false, Duration.ofMinutes(1)))
        .hasStackTraceContaining("out of luck");
  }

  @Test
  void nothingOutlivesAJvmThatIsKilled() throws Exception {
    Path classes =
        Path.of(TiedProcess.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classes.toString(),
                Starter.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long child;
    try (BufferedReader output = jvm.inputReader()) {
      child = Long.parseLong(output.readLine());
    }
    assertThat(runs(child)).isTrue();

    jvm.destroyForcibly(); // SIGKILL: no shutdown hook runs

    await().atMost(Duration.ofMinutes(1)).until(() -> !runs(child));
  }

  /** A JVM with a child, which waits for its own end. */
  static final class Starter {
    public static void main(String[] arguments) throws InterruptedException {
      TiedProcess process = TiedProcess.start(Path.of(arguments[0]), Map.of(), FOREVER);
      System.out.println(process.pid());
      Thread.currentThread().join();
    }
  }
}
