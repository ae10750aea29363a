package dev.portolan.cli.hold;

import dev.portolan.cli.hub.Decision;
import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.hub.HubChannels;
import dev.portolan.cli.shell.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A decision about one hold. Filled by picocli, then called once. */
public abstract class HoldDecision extends Decision {
  @Parameters(
      index = "0",
      paramLabel = "HOLD",
      description = "Its name, as 'portolan hold list' shows it.")
  private String name = "";

  HoldDecision(Shell shell, HubChannels channels) {
    super(shell, channels);
  }

  /** Decides, and says what was done. */
  abstract String decide(Hub hub, String hold);

  @Override
  protected String decide(Hub hub) {
    return decide(hub, name);
  }

  /** {@code portolan hold release}. */
  @Command(
      name = "release",
      header = {"Take away what is held, in every cluster.", ""},
      synopsisHeading = "Usage: ")
  public static final class Release extends HoldDecision {
    public Release(Shell shell, HubChannels channels) {
      super(shell, channels);
    }

    @Override
    String decide(Hub hub, String hold) {
      var done = hub.holds().release(hold);
      return "hold %s is released: %d services and %d endpoint slices are gone"
          .formatted(hold, done.getRemovedServices(), done.getRemovedEndpointSlices());
    }
  }

  /** {@code portolan hold reject}. */
  @Command(
      name = "reject",
      header = {"Keep what is held until it is released, whatever its cluster says.", ""},
      synopsisHeading = "Usage: ")
  public static final class Reject extends HoldDecision {
    public Reject(Shell shell, HubChannels channels) {
      super(shell, channels);
    }

    @Override
    String decide(Hub hub, String hold) {
      hub.holds().reject(hold);
      return "hold %s is rejected: what it holds stays until it is released".formatted(hold);
    }
  }
}
