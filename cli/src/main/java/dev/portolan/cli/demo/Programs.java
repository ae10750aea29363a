package dev.portolan.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Starts the hub, the agents and what else a story needs as processes of their own. */
interface Programs {
  /**
   * Starts a program of the checkout.
   *
   * @param module whose program it is: {@code server}, {@code client-agent} or {@code sources}
   * @param log is created or emptied, and takes all that the program prints
   */
  Program start(String module, List<String> arguments, Path log) throws IOException;

  /**
   * Starts somebody else's program.
   *
   * @param executable its file
   * @param log as of {@link #start}
   */
  Program run(Path executable, List<String> arguments, Path log) throws IOException;

  /** A process that an earlier run started, if it is still the same one. */
  Optional<Program> find(Program.Id id);
}
