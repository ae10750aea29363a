package dev.portolan.it.faults;

import dev.portolan.it.peers.JavaProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program of ours that logs as it does at users', and not as in tests. */
public final class LoggedProgram {
  private static final Path LOGGING =
      Path.of("../client-agent/src/main/resources/logback.xml").toAbsolutePath().normalize();

  private LoggedProgram() {}

  /** The command line. */
  public static List<String> command(String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>(JavaProgram.command(mainClass, arguments));
    command.add(1, "-Dlogback.configurationFile=" + LOGGING);
    return command;
  }
}
