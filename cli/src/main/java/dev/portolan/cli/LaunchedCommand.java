package dev.portolan.cli;

import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Unmatched;

/**
 * A command that the launcher {@code ./portolan} starts as a program of its own: it stands here for
 * the help, and to say so when this program is run without the launcher.
 */
@Command(synopsisHeading = "Usage: ")
final class LaunchedCommand implements Runnable {
  private final String name;

  @Unmatched private List<String> arguments = new ArrayList<>();

  private LaunchedCommand(String name) {
    this.name = name;
  }

  static CommandSpec spec(String name, String header) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(new LaunchedCommand(name)).name(name);
    spec.usageMessage().header(header);
    return spec;
  }

  @Override
  public void run() {
    throw new CommandException(
        ExitCode.USAGE,
        "the %s is a program of its own; start it as './portolan %s %s'"
            .formatted(name, name, String.join(" ", arguments)));
  }
}
