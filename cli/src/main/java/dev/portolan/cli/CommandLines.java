package dev.portolan.cli;

import dev.portolan.cli.cluster.ClusterCommand;
import dev.portolan.cli.cluster.ClusterDecision;
import dev.portolan.cli.demo.DemoCommand;
import dev.portolan.cli.explain.ExplainCommand;
import dev.portolan.cli.explain.ExplainHostCommand;
import dev.portolan.cli.get.AnalyzeCommand;
import dev.portolan.cli.get.DescribeCommand;
import dev.portolan.cli.get.GetCommand;
import dev.portolan.cli.get.StatusCommand;
import dev.portolan.cli.hold.HoldCommand;
import dev.portolan.cli.hold.HoldDecision;
import dev.portolan.cli.hold.HoldListCommand;
import dev.portolan.cli.hub.HubChannels;
import dev.portolan.cli.register.RegisterCommand;
import dev.portolan.cli.rollout.RolloutCommand;
import dev.portolan.cli.rollout.RolloutDecision;
import dev.portolan.cli.rollout.RolloutStatusCommand;
import dev.portolan.cli.rule.ApplyCommand;
import dev.portolan.cli.rule.DeleteCommand;
import dev.portolan.cli.rule.DiffCommand;
import dev.portolan.cli.rule.PreviewCommand;
import dev.portolan.cli.rule.SchemaCommand;
import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.Pause;
import dev.portolan.cli.shell.Shell;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Puts the commands together, and turns every failure into one line and an exit code. */
final class CommandLines {
  private static final int HELP_WIDTH = 100;

  private CommandLines() {}

  static CommandLine of(Shell shell, HubChannels channels, Pause pause) {
    CommandLine root = new CommandLine(new PortolanCommand());
    root.addSubcommand(new DemoCommand(shell, channels));
    root.addSubcommand(new GetCommand(shell, channels, pause));
    root.addSubcommand(new DescribeCommand(shell, channels));
    root.addSubcommand(new StatusCommand(shell, channels, pause));
    root.addSubcommand(new AnalyzeCommand(shell, channels));
    root.addSubcommand(
        new CommandLine(new ExplainCommand())
            .addSubcommand(new ExplainHostCommand(shell, channels)));
    root.addSubcommand(new ApplyCommand(shell, channels));
    root.addSubcommand(new DiffCommand(shell, channels));
    root.addSubcommand(new PreviewCommand(shell, channels));
    root.addSubcommand(new SchemaCommand(shell));
    root.addSubcommand(new DeleteCommand(shell, channels));
    root.addSubcommand(
        new CommandLine(new ClusterCommand())
            .addSubcommand(new ClusterDecision.Release(shell, channels))
            .addSubcommand(new ClusterDecision.Bind(shell, channels)));
    root.addSubcommand(
        new CommandLine(new HoldCommand())
            .addSubcommand(new HoldListCommand(shell, channels))
            .addSubcommand(new HoldDecision.Release(shell, channels))
            .addSubcommand(new HoldDecision.Reject(shell, channels)));
    root.addSubcommand(
        new CommandLine(new RolloutCommand())
            .addSubcommand(new RolloutStatusCommand(shell, channels))
            .addSubcommand(new RolloutDecision.Resume(shell, channels))
            .addSubcommand(new RolloutDecision.Abort(shell, channels)));
    root.addSubcommand(new RegisterCommand(shell, channels, pause));
    root.addSubcommand(LaunchedCommand.spec("server", "Run the hub."));
    root.addSubcommand(LaunchedCommand.spec("agent", "Run the agent of a cluster."));
    root.addSubcommand(
        LaunchedCommand.spec("source", "Run a source: a foreign registry as an origin."));
    root.addSubcommand(new VersionCommand(shell));
    root.addSubcommand(new CompletionCommand(shell, root.getCommandSpec()));
    root.getCommandSpec().version(VersionCommand.text());
    root.setOut(shell.out());
    root.setErr(shell.err());
    root.setColorScheme(CommandLine.Help.defaultColorScheme(shell.colour() ? Ansi.ON : Ansi.OFF));
    root.setUsageHelpWidth(HELP_WIDTH);
    root.setParameterExceptionHandler((error, args) -> wrongUsage(error, shell));
    root.setExecutionExceptionHandler((error, command, result) -> failed(error, shell));
    return root;
  }

  private static int wrongUsage(ParameterException error, Shell shell) {
    if (error instanceof MissingParameterException && error.getCommandLine().getParent() == null) {
      error.getCommandLine().usage(shell.err());
      return ExitCode.USAGE;
    }
    String command = error.getCommandLine().getCommandSpec().qualifiedName();
    String message = String.valueOf(error.getMessage());
    shell.say(message);
    UnmatchedArgumentException.printSuggestions(error, shell.err());
    shell.say("'" + command + " --help' shows what is possible");
    return ExitCode.USAGE;
  }

  private static int failed(Exception error, Shell shell) throws Exception {
    if (error instanceof CommandException failure) {
      shell.say(String.valueOf(failure.getMessage()));
      shell.quote(failure.details());
      return failure.exitCode();
    }
    if (error instanceof UncheckedIOException) {
      return ExitCode.FAILED; // nobody reads: nobody to tell
    }
    throw error;
  }
}
