package dev.portolan.cli.rule;

import dev.portolan.cli.get.Json;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.Shell;
import dev.portolan.rules.RuleSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code portolan schema}: what may stand in documents of rules, for editors. */
@Command(
    name = "schema",
    header = {
      "Print the JSON schema of rules: of documents that 'portolan apply' takes.",
      "",
      "  portolan schema > rules.schema.json",
      ""
    },
    synopsisHeading = "Usage: ",
    footer = {
      "",
      "With the YAML language server, the first line of a file names it:",
      "  # yaml-language-server: $schema=rules.schema.json"
    })
public final class SchemaCommand implements Callable<Integer> {
  private final Shell shell;

  public SchemaCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    shell.out().print(Json.indented(Json.ofTree(RuleSchema.tree())));
    shell.flush();
    return ExitCode.OK;
  }
}
