package dev.portolan.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Starts the hub and the agents as processes of their own. */
interface Programs {
  /**
   * Starts a program.
   *
   * @param module whose program it is: {@code server} or {@code client-agent}
   * @param log is created or emptied, and takes all that the program prints
   */
  Program start(String module, List<String> arguments, Path log) throws IOException;

  /** A process that an earlier run started, if it is still the same one. */
  Optional<Program> find(Program.Id id);
}
