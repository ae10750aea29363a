package dev.portolan.cli.cluster;

import picocli.CommandLine.Command;

/** {@code portolan cluster}: the parent of the decisions. */
@Command(
    name = "cluster",
    header = {
      "Decide who reports for a cluster; 'portolan get findings' says where that is needed.",
      "",
      "  portolan cluster release east-1              let an agent report again (PTL0603)",
      "  portolan cluster bind east-1 --uid 1b2c...   it was rebuilt: another uid is right (PTL0604)",
      ""
    },
    synopsisHeading = "Usage: ",
    synopsisSubcommandLabel = "COMMAND")
public final class ClusterCommand {}
