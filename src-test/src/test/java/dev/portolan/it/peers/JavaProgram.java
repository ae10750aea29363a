package dev.portolan.it.peers;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A program of ours as a process of its own, on the test's class path. */
public final class JavaProgram {
  // The agent's promise; and of the JVM's threads only what a test needs.
  private static final List<String> FLAGS =
      List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private JavaProgram() {}

  /** The command line. */
  public static List<String> command(String mainClass, List<String> arguments) {
    return Stream.of(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
            FLAGS,
            List.of("-cp", classPath(), mainClass),
            arguments)
        .flatMap(List::stream)
        .toList();
  }

  /** The test runner may hide the class path behind a jar of its own. */
  private static String classPath() {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(path.split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
