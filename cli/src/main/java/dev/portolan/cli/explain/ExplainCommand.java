package dev.portolan.cli.explain;

import picocli.CommandLine.Command;

/** {@code portolan explain}: the parent of what can be explained. */
@Command(
    name = "explain",
    header = {
      "Say why something is as it is.",
      "",
      "  portolan explain host bookinfo/reviews --in west-1   where it leads there, and why",
      ""
    },
    synopsisHeading = "Usage: ",
    synopsisSubcommandLabel = "COMMAND")
public final class ExplainCommand {}
