package dev.portolan.cli.shell;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * What surrounds a command: data goes to {@code out}, talk to {@code err}.
 *
 * @param colour set only for a terminal whose user has not said NO_COLOR
 * @param width characters per line where {@code out} is a terminal; 0 if it is none: then no line
 *     is broken, so that {@code grep} and friends see whole rows
 */
public record Shell(
    PrintWriter out,
    PrintWriter err,
    boolean colour,
    int width,
    Map<String, String> environment,
    InstantSource clock) {
  public Shell {
    environment = Map.copyOf(environment);
  }

  /**
   * Hands the data on.
   *
   * @throws UncheckedIOException if nobody reads it any more, as after {@code | head}
   */
  public void flush() {
    if (out.checkError()) {
      throw new UncheckedIOException(new IOException("standard output is closed"));
    }
  }

  /** Says something to the person at the terminal. */
  public void say(String message) {
    err.println("portolan: " + PlainText.of(message));
    err.flush();
  }

  /** Shows lines of others below what was said. */
  public void quote(List<String> lines) {
    lines.forEach(line -> err.println("  " + PlainText.of(line)));
    err.flush();
  }
}
