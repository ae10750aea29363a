package dev.portolan.cli.shell;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Map;

/**
 * What surrounds a command: data goes to {@code out}, talk to {@code err}. {@code colour} is set
 * only for a terminal whose user has not said NO_COLOR.
 */
public record Shell(
    PrintWriter out,
    PrintWriter err,
    boolean colour,
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
}
