package dev.portolan.cli.rollout;

import dev.portolan.cli.get.RolloutWords;
import dev.portolan.cli.get.RuleWords;
import dev.portolan.cli.hub.Decision;
import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.hub.HubChannels;
import dev.portolan.cli.rule.RuleSelection;
import dev.portolan.cli.shell.Shell;
import dev.portolan.registry.ResourceKey;
import dev.portolan.v1.RuleName;
import dev.portolan.wire.RuleCodec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A decision about one policy's rollout. Filled by picocli, then called once. */
public abstract class RolloutDecision extends Decision {
  @Mixin private RuleSelection rule = new RuleSelection();

  RolloutDecision(Shell shell, HubChannels channels) {
    super(shell, channels);
  }

  /** Decides, and says what was done. */
  abstract String decide(Hub hub, RuleName policy);

  @Override
  protected String decide(Hub hub) {
    ResourceKey key = rule.key();
    return "rollout of %s %s".formatted(RuleWords.path(key), decide(hub, RuleCodec.name(key)));
  }

  /** {@code portolan rollout resume}. */
  @Command(
      name = "resume",
      header = {
        "Let a rollout go on where it was halted; one that was given up begins anew.",
        "What agents found until now does not count against it any more.",
        ""
      },
      synopsisHeading = "Usage: ")
  public static final class Resume extends RolloutDecision {
    public Resume(Shell shell, HubChannels channels) {
      super(shell, channels);
    }

    @Override
    String decide(Hub hub, RuleName policy) {
      return "goes on with " + RolloutWords.place(hub.rules().resume(policy));
    }
  }

  /** {@code portolan rollout abort}. */
  @Command(
      name = "abort",
      header = {
        "Give a rollout up: every cluster gets back what it had before.",
        "The policy itself stays until another one is applied in its place.",
        ""
      },
      synopsisHeading = "Usage: ")
  public static final class Abort extends RolloutDecision {
    public Abort(Shell shell, HubChannels channels) {
      super(shell, channels);
    }

    @Override
    String decide(Hub hub, RuleName policy) {
      // Dropped: that it is given up is all that it says.
      var unused = hub.rules().abort(policy);
      return "is given up: all clusters have what was before";
    }
  }
}
