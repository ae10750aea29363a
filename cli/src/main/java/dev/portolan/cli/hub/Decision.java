package dev.portolan.cli.hub;

import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that tells a hub what somebody has decided. Filled by picocli, then called once. */
public abstract class Decision implements Callable<Integer> {
  private final Shell shell;
  private final HubChannels channels;

  @Mixin private HubOptions hubOptions = new HubOptions();

  protected Decision(Shell shell, HubChannels channels) {
    this.shell = shell;
    this.channels = channels;
  }

  /** Decides, and says what was done. */
  protected abstract String decide(Hub hub);

  @Override
  public Integer call() {
    try (Hub hub = hubOptions.open(shell, channels)) {
      shell.out().println(decide(hub));
      shell.flush();
      return ExitCode.OK;
    }
  }
}
