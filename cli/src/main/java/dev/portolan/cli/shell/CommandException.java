package dev.portolan.cli.shell;

import java.util.List;

/** The command cannot do what it was asked; the message is for the person who asked. */
public final class CommandException extends RuntimeException {
  private final int exitCode;
  private final List<String> details;

  public CommandException(int exitCode, String message) {
    this(exitCode, message, List.of());
  }

  public CommandException(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
    this.details = List.of();
  }

  /** With lines to show below the message, for example the end of a log. */
  public CommandException(int exitCode, String message, List<String> details) {
    super(message);
    this.exitCode = exitCode;
    this.details = List.copyOf(details);
  }

  /** One of {@link ExitCode}. */
  public int exitCode() {
    return exitCode;
  }

  public List<String> details() {
    return details;
  }
}
