package dev.portolan.cli.rollout;

import picocli.CommandLine.Command;

/** {@code portolan rollout}: the parent of what is done about rollouts. */
@Command(
    name = "rollout",
    header = {
      "Show and steer policies that clusters take over in waves (spec.rollout).",
      "",
      "  portolan rollout status                          which are on their way, and how far",
      "  portolan rollout resume failoverpolicy checkout  go on, whatever was found until now",
      "  portolan rollout abort failoverpolicy checkout   give every cluster back what it had",
      ""
    },
    synopsisHeading = "Usage: ",
    synopsisSubcommandLabel = "COMMAND")
public final class RolloutCommand {}
