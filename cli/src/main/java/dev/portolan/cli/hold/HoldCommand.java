package dev.portolan.cli.hold;

import picocli.CommandLine.Command;

/** {@code portolan hold}: the parent of the decisions. */
@Command(
    name = "hold",
    header = {
      "Show and decide what the hub holds, because a cluster withdrew too much at once.",
      "",
      "  portolan hold list               what is held, why, and what would release it",
      "  portolan hold release 1a2b3c4d   take it away",
      "  portolan hold reject 1a2b3c4d    keep it, whatever the cluster says",
      ""
    },
    synopsisHeading = "Usage: ",
    synopsisSubcommandLabel = "COMMAND")
public final class HoldCommand {}
