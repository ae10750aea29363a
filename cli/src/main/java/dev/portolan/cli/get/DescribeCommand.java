package dev.portolan.cli.get;

import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.hub.HubChannels;
import dev.portolan.cli.hub.HubOptions;
import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code portolan describe}: one thing and what hangs on it. Filled by picocli, then called once.
 */
@Command(
    name = "describe",
    header = {
      "Show one rule, cluster, service or registration with what hangs on it.",
      "",
      "  portolan describe failoverpolicy checkout          where it is in force, which hosts it selects",
      "  portolan describe virtualmesh shop                 its members, and what they export",
      "  portolan describe cluster west-1                   its facts, and all that was found about it",
      "  portolan describe service east-1/shop/cart         under which names, and by which rules",
      "  portolan describe registration vms/shop/cart/vm-7  who renews it, and what was found about it",
      ""
    },
    synopsisHeading = "Usage: ",
    footer = {
      "",
      "For programs, 'portolan get KIND NAME -o json' has each of the parts. 'portolan explain host' says",
      "where a host leads in one cluster, and why."
    })
public final class DescribeCommand implements Callable<Integer> {
  private static final String KINDS =
      "virtualmesh (vm), failoverpolicy (fp), trafficpolicy (tp), accesspolicy (ap), cluster, service"
          + " (svc) or registration (reg)";

  private final Shell shell;
  private final HubChannels channels;

  @Parameters(index = "0", paramLabel = "KIND", description = KINDS + "; also KIND/NAME.")
  private String kind = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description =
          "Its name; of a service ORIGIN/NAMESPACE/NAME, of a registration"
              + " ORIGIN/NAMESPACE/SERVICE/ID.")
  private String name = "";

  @Mixin private HubOptions hubOptions = new HubOptions();

  public DescribeCommand(Shell shell, HubChannels channels) {
    this.shell = shell;
    this.channels = channels;
  }

  @Override
  public Integer call() {
    int slash = kind.indexOf('/');
    String word = slash < 0 ? kind : kind.substring(0, slash);
    String named = slash < 0 ? name : kind.substring(slash + 1);
    if (named.isEmpty() || (slash >= 0 && !name.isEmpty())) {
      throw new CommandException(ExitCode.USAGE, "describe shows one thing: KIND and NAME");
    }
    ResourceKind type = ResourceKind.parse(word);
    Selection selection = type.select(named, new Selection("", "", "", "", ""));
    if (!type.namesOne(selection)) {
      throw new CommandException(
          ExitCode.USAGE,
          switch (type) {
            case SERVICES ->
                "'%s' may be several services; write ORIGIN/NAMESPACE/NAME".formatted(named);
            case REGISTRATIONS ->
                "'%s' may be several registrations; write ORIGIN/NAMESPACE/SERVICE/ID"
                    .formatted(named);
            default -> "'%s' cannot be described; the kinds are %s".formatted(word, KINDS);
          });
    }
    try (Hub hub = hubOptions.open(shell, channels)) {
      describe(hub, type, selection);
      shell.flush();
      return ExitCode.OK;
    }
  }

  private void describe(Hub hub, ResourceKind type, Selection selection) {
    switch (type) {
      case CLUSTERS -> new ClusterDescription(shell).print(one(hub, new Clusters(), selection));
      case SERVICES ->
          new ServiceDescription(shell, hub).print(one(hub, new Services(), selection));
      case REGISTRATIONS ->
          new RegistrationDescription(shell, hub).print(one(hub, new Registrations(), selection));
      case VIRTUAL_MESHES -> rule(hub, new Rules(RuleWords.VIRTUAL_MESH.kind()), selection);
      case FAILOVER_POLICIES -> rule(hub, new Rules(RuleWords.FAILOVER_POLICY.kind()), selection);
      case TRAFFIC_POLICIES -> rule(hub, new Rules(RuleWords.TRAFFIC_POLICY.kind()), selection);
      case ACCESS_POLICIES -> rule(hub, new Rules(RuleWords.ACCESS_POLICY.kind()), selection);
      case ENDPOINTS, FINDINGS, RULES ->
          throw new CommandException(
              ExitCode.USAGE, "%s cannot be described".formatted(type.resources().plural()));
    }
  }

  private void rule(Hub hub, Rules rules, Selection selection) {
    new RuleDescription(shell, hub).print(one(hub, rules, selection));
  }

  private static <T> T one(Hub hub, Resources<T> resources, Selection selection) {
    return resources.list(hub, selection).items().stream()
        .findFirst()
        .orElseThrow(() -> NotFound.explain(hub, resources, selection));
  }
}
