package dev.portolan.cli.get;

import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.hub.HubChannels;
import dev.portolan.cli.hub.HubOptions;
import dev.portolan.cli.hub.Listed;
import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.Pause;
import dev.portolan.cli.shell.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code portolan get}: shows what the registry holds. Filled by picocli, then called once. */
@Command(
    name = "get",
    header = {
      "Show what the registry holds.",
      "",
      "  portolan get services                          every service of every origin",
      "  portolan get services -n bookinfo -o wide      one namespace, more columns",
      "  portolan get service east-1/bookinfo/reviews -o wide    under which names, and where",
      "  portolan get endpoints reviews                 who stands behind a service",
      "  portolan get registrations -o wide             what is registered by RPC, and who renews it",
      "  portolan get clusters -w                       agents as they come and go",
      "  portolan get findings west-1                   what a cluster's agent found",
      "  portolan get rules                             what people decided, and where it is in force",
      "  portolan get failoverpolicy checkout -o yaml   one rule, as 'portolan apply' takes it",
      ""
    },
    synopsisHeading = "Usage: ",
    footer = {
      "",
      "NAME is NAME, NAMESPACE/NAME or ORIGIN/NAMESPACE/NAME for services, the name of the",
      "service for endpoints (or ORIGIN/NAMESPACE/SERVICE/SLICE) and registrations (or",
      "ORIGIN/NAMESPACE/SERVICE/ID), the name of the cluster for clusters and findings, that of the rule",
      "for rules. With -o json and yaml a full name gives the object itself, everything else a List with",
      "the revision that it was read at."
    })
public final class GetCommand implements Callable<Integer> {
  private final Shell shell;
  private final HubChannels channels;
  private final Pause pause;

  @Parameters(
      index = "0",
      paramLabel = "KIND",
      description =
          "services (svc), endpoints (ep), registrations (reg), clusters, findings, rules,"
              + " virtualmeshes (vm), failoverpolicies (fp) or trafficpolicies (tp); also KIND/NAME.")
  private String kind = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "See below.")
  private String name = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = OutputFormat.Words.class,
      completionCandidates = OutputFormat.Words.class,
      order = 1,
      description = "${COMPLETION-CANDIDATES} (default: table).")
  private OutputFormat format = OutputFormat.TABLE;

  @Option(
      names = {"-w", "--watch"},
      order = 2,
      description = "Then show changes as they come, until Ctrl-C.")
  private boolean watch;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      order = 3,
      description = "Only this namespace (default: all).")
  private String namespace = "";

  @Option(
      names = "--origin",
      paramLabel = "ORIGIN",
      order = 4,
      description = "Only what this cluster or source offers.")
  private String origin = "";

  @Option(
      names = "--host-name",
      paramLabel = "HOST",
      order = 5,
      description = "Only what clients reach by this name.")
  private String host = "";

  @Option(names = "--no-headers", order = 6, description = "Leave the header of the table out.")
  private boolean noHeaders;

  @Mixin private HubOptions hubOptions = new HubOptions();

  public GetCommand(Shell shell, HubChannels channels, Pause pause) {
    this.shell = shell;
    this.channels = channels;
    this.pause = pause;
  }

  @Override
  public Integer call() {
    int slash = kind.indexOf('/');
    if (slash >= 0 && !name.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE, "two names: '%s' and '%s'".formatted(kind.substring(slash + 1), name));
    }
    ResourceKind type = ResourceKind.parse(slash < 0 ? kind : kind.substring(0, slash));
    Selection flags = new Selection(origin, namespace, "", "", host);
    Selection selection = type.select(slash < 0 ? name : kind.substring(slash + 1), flags);
    try (Hub hub = hubOptions.open(shell, channels)) {
      return get(hub, type.resources(), selection, type.namesOne(selection));
    }
  }

  private <T> int get(Hub hub, Resources<T> resources, Selection selection, boolean single) {
    if (watch) {
      WatchPrinter<T> printer = new WatchPrinter<>(resources, format, !noHeaders, shell);
      return new Watch<>(hub, resources, printer, shell, pause).run(selection);
    }
    Listed<T> listed = resources.list(hub, selection);
    if (listed.items().isEmpty()) {
      if (!selection.name().isEmpty() && !(resources instanceof Findings)) {
        throw NotFound.explain(hub, resources, selection);
      }
      shell.say("no %s found%s".formatted(resources.plural(), selection.describe()));
    }
    new ListPrinter<>(resources, format, !noHeaders, shell).print(listed, single);
    shell.flush();
    return ExitCode.OK;
  }
}
