package dev.portolan.cli.shell;

/** What the command's exit code says to a script. Documented in {@code portolan --help}. */
public final class ExitCode {
  public static final int OK = 0;

  /** The command did not do what it was asked, for a reason that has no code of its own. */
  public static final int FAILED = 1;

  /** The command line is wrong. */
  public static final int USAGE = 2;

  public static final int NOT_FOUND = 3;

  /** Not authenticated, or not permitted. */
  public static final int AUTH = 4;

  /** The hub cannot be reached. */
  public static final int UNAVAILABLE = 5;

  /** Somebody else changed the same thing. */
  public static final int CONFLICT = 6;

  public static final int TIMEOUT = 124;

  /** Ended by Ctrl-C: 128 and the number of the signal. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
