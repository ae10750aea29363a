package dev.portolan.cli;

import dev.portolan.cli.shell.Shell;
import picocli.CommandLine.Command;

/** {@code portolan version}. */
@Command(
    name = "version",
    header = "Show the version of this command.",
    synopsisHeading = "Usage: ")
final class VersionCommand implements Runnable {
  private final Shell shell;

  VersionCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    shell.out().println(text());
    shell.flush();
  }

  /** What {@code portolan --version} says, too. */
  static String text() {
    String version = VersionCommand.class.getPackage().getImplementationVersion();
    return "portolan " + (version == null ? "(not packaged)" : version);
  }
}
