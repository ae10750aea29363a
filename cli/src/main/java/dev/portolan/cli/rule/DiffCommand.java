package dev.portolan.cli.rule;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.portolan.cli.get.Json;
import dev.portolan.cli.get.RuleWords;
import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.hub.HubChannels;
import dev.portolan.cli.hub.HubOptions;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.PlainText;
import dev.portolan.cli.shell.Shell;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Rule;
import dev.portolan.rules.RuleTree;
import dev.portolan.v1.RuleKind;
import dev.portolan.v1.RuleSummary;
import dev.portolan.wire.RuleCodec;
import dev.portolan.wire.Violations;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code portolan diff}: what applying files would change of the rules. Filled by picocli, then
 * called once.
 */
@Command(
    name = "diff",
    header = {
      "Show what 'portolan apply' would change of the rules. Nothing is changed.",
      "",
      "  portolan diff -f rules/",
      ""
    },
    synopsisHeading = "Usage: ",
    footer = {"", "Exit codes: 0 nothing would change, 1 something would, 2 and above as ever."})
public final class DiffCommand implements Callable<Integer> {
  private static final int CONTEXT = 3;

  private final Shell shell;
  private final HubChannels channels;

  @Mixin private RuleDocuments documents = new RuleDocuments();
  @Mixin private HubOptions hubOptions = new HubOptions();

  public DiffCommand(Shell shell, HubChannels channels) {
    this.shell = shell;
    this.channels = channels;
  }

  @Override
  public Integer call() {
    List<Rule> wanted = documents.read();
    Map<ResourceKey, Rule> there = new TreeMap<>();
    try (Hub hub = hubOptions.open(shell, channels)) {
      hub.reader()
          .rules(RuleKind.RULE_KIND_UNSPECIFIED)
          .items()
          .forEach(summary -> decoded(summary).ifPresent(rule -> there.put(rule.key(), rule)));
    }
    boolean changes = false;
    for (Rule rule : wanted) {
      List<String> lines = diff(Optional.ofNullable(there.get(rule.key())), rule);
      lines.forEach(line -> shell.out().println(PlainText.of(line)));
      changes |= !lines.isEmpty();
    }
    shell.flush();
    return changes ? ExitCode.FAILED : ExitCode.OK;
  }

  private static Optional<Rule> decoded(RuleSummary summary) {
    return RuleCodec.decode(summary.getRule(), new Violations());
  }

  private static List<String> diff(Optional<Rule> before, Rule after) {
    List<String> old = before.map(DiffCommand::lines).orElse(List.of());
    List<String> fresh = lines(after);
    String name = RuleWords.path(after.key());
    return UnifiedDiffUtils.generateUnifiedDiff(
        before.isEmpty() ? "/dev/null" : name, name, old, DiffUtils.diff(old, fresh), CONTEXT);
  }

  private static List<String> lines(Rule rule) {
    return Json.yaml(Json.ofTree(RuleTree.of(rule))).lines().toList();
  }
}
