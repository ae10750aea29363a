package dev.portolan.cli;

import dev.portolan.cli.shell.Shell;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** {@code portolan completion}. */
@Command(
    name = "completion",
    header = {
      "Print a script that completes commands and options in bash and zsh.",
      "",
      "  source <(portolan completion)",
      ""
    },
    synopsisHeading = "Usage: ")
final class CompletionCommand implements Runnable {
  private final Shell shell;
  private final CommandSpec root;

  CompletionCommand(Shell shell, CommandSpec root) {
    this.shell = shell;
    this.root = root;
  }

  @Override
  public void run() {
    shell.out().print(AutoComplete.bash("portolan", root.commandLine()));
    shell.flush();
  }
}
