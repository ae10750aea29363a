package dev.portolan.it.faults;

import dev.portolan.it.peers.TiedProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What surrounds a process of ours.
 *
 * @param environment that it gets
 * @param within a command that becomes the process, before whose own command line it is put
 */
record Launch(Map<String, String> environment, List<String> within) {
  /** Nothing. */
  static final Launch PLAIN = new Launch(Map.of(), List.of());

  Launch {
    environment = Map.copyOf(environment);
    within = List.copyOf(within);
  }

  /** Starts a program in a directory, where it also logs. */
  TiedProcess start(Path directory, String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>(within);
    command.addAll(LoggedProgram.command(mainClass, arguments));
    return TiedProcess.start(directory, environment, command);
  }

  /** Where such a program logs. */
  Path log(Path directory) {
    return directory.resolve((within.isEmpty() ? "java" : within.get(0)) + ".log");
  }
}
