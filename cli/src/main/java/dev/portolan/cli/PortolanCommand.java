package dev.portolan.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root of the command line: what {@code portolan --help} says. */
@Command(
    name = "portolan",
    header = {
      "A global service registry for Istio meshes.",
      "",
      "  portolan demo                          three clusters, a hub and their agents, on this machine",
      "  portolan get services                  what every cluster offers",
      "  portolan get services reviews -o yaml",
      "  portolan get endpoints -n bookinfo -w  endpoints as they change",
      "  portolan get clusters -o wide          agents and what they have applied",
      "  portolan describe virtualmesh shop     one thing and what hangs on it",
      "  portolan status                        what agents wrote, and what was refused",
      "  portolan explain host bookinfo/reviews --in west-1     where it leads there, and why",
      "  portolan diff -f rules/                what rules in files would change",
      "  portolan preview -f rules/             what that would do in every cluster",
      "  portolan apply -f rules/               virtual meshes and policies, all of them or none",
      "  portolan hold list                     what the hub holds instead of removing it",
      "  portolan register --service shop/orders --host 10.0.0.7 --port 8080 --check tcp",
      ""
    },
    synopsisHeading = "Usage: ",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Environment:",
      "  PORTOLAN_HUB   hub to ask when --hub is not given",
      "  NO_COLOR       no colours",
      "",
      "Exit codes:",
      "  0 done   1 failed   2 wrong usage   3 not found   4 not authenticated or permitted",
      "  5 hub not reachable   6 conflict   124 timed out   130 interrupted",
    })
final class PortolanCommand {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      order = 1000,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      order = 1001,
      description = "Show the version of this command.")
  boolean version;
}
