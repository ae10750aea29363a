package dev.portolan.cli.rule;

import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.registry.Rule;
import dev.portolan.rules.RuleFiles;
import dev.portolan.settings.Problem;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command reads its rules. Filled by picocli before the command runs. */
final class RuleDocuments {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      order = 1,
      required = true,
      description = "YAML file with rules, or a directory of such files.")
  private @Nullable Path place;

  /**
   * The rules; at least one.
   *
   * @throws CommandException that names every problem with its file and line
   */
  List<Rule> read() {
    if (place == null) {
      throw new IllegalStateException("not run by picocli");
    }
    return read(place);
  }

  /**
   * The rules of a file or a directory; at least one.
   *
   * @throws CommandException that names every problem with its file and line
   */
  static List<Rule> read(Path place) {
    RuleFiles.Content content = RuleFiles.some(place).read();
    if (!content.problems().isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE,
          "nothing was done, because of what the files say:",
          content.problems().stream().map(Problem::toString).toList());
    }
    return content.rules();
  }
}
