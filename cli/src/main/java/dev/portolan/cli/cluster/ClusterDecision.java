package dev.portolan.cli.cluster;

import dev.portolan.cli.hub.Decision;
import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.hub.HubChannels;
import dev.portolan.cli.shell.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A decision about one cluster. Filled by picocli, then called once. */
public abstract class ClusterDecision extends Decision {
  @Parameters(index = "0", paramLabel = "CLUSTER", description = "Its name.")
  private String cluster = "";

  ClusterDecision(Shell shell, HubChannels channels) {
    super(shell, channels);
  }

  /** Decides, and says what was done. */
  abstract String decide(Hub hub, String origin);

  @Override
  protected String decide(Hub hub) {
    return decide(hub, cluster);
  }

  /** {@code portolan cluster release}. */
  @Command(
      name = "release",
      header = {"Let an agent report again, after all but one of several were stopped.", ""},
      synopsisHeading = "Usage: ")
  public static final class Release extends ClusterDecision {
    public Release(Shell shell, HubChannels channels) {
      super(shell, channels);
    }

    @Override
    String decide(Hub hub, String origin) {
      hub.reporters().release(origin);
      return "cluster %s is released: its agents may report, the latest started one wins"
          .formatted(origin);
    }
  }

  /** {@code portolan cluster bind}. */
  @Command(
      name = "bind",
      header = {
        "Say that a name belongs to another cluster from now on, after it was rebuilt.",
        ""
      },
      synopsisHeading = "Usage: ")
  public static final class Bind extends ClusterDecision {
    @Option(
        names = "--uid",
        required = true,
        paramLabel = "UID",
        description = "Of its kube-system namespace.")
    private String uid = "";

    public Bind(Shell shell, HubChannels channels) {
      super(shell, channels);
    }

    @Override
    String decide(Hub hub, String origin) {
      hub.reporters().bind(origin, uid);
      return "cluster %s is the one with uid %s from now on".formatted(origin, uid);
    }
  }
}
