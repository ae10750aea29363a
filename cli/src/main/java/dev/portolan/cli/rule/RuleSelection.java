package dev.portolan.cli.rule;

import dev.portolan.cli.get.RuleWords;
import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.registry.Names;
import dev.portolan.registry.ResourceKey;
import picocli.CommandLine.Parameters;

/** Names one rule on a command line: {@code KIND NAME}. Filled by picocli. */
public final class RuleSelection {
  @Parameters(
      index = "0",
      paramLabel = "KIND",
      description =
          "virtualmesh (vm), failoverpolicy (fp), trafficpolicy (tp) or accesspolicy (ap).")
  private String kind = "";

  @Parameters(index = "1", paramLabel = "NAME", description = "Of the rule.")
  private String name = "";

  /**
   * The rule's key.
   *
   * @throws CommandException if the words name none
   */
  public ResourceKey key() {
    Names.labelProblem(name)
        .ifPresent(
            problem -> {
              throw new CommandException(ExitCode.USAGE, "NAME " + problem);
            });
    return RuleWords.of(kind)
        .map(known -> known.key(name))
        .orElseThrow(
            () ->
                new CommandException(
                    ExitCode.USAGE,
                    "'%s' is no kind of rule; %s are".formatted(kind, RuleWords.all())));
  }
}
