package dev.portolan.cli.hub;

import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.DurationText;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.Shell;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say which hub to ask. Filled by picocli before the command runs. */
public final class HubOptions {
  @Option(
      names = "--hub",
      paramLabel = "HOST:PORT",
      order = 100,
      description = "The hub to ask (default: PORTOLAN_HUB, else 127.0.0.1:7070).")
  private @Nullable String hub;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      order = 101,
      converter = DurationText.class,
      description = "How long to wait for an answer, for example 500ms or 1m (default: 10s).")
  private Duration timeout = Duration.ofSeconds(10);

  public Hub open(Shell shell, HubChannels channels) {
    String flag = hub;
    String text =
        flag == null
            ? shell.environment().getOrDefault("PORTOLAN_HUB", HubAddress.DEFAULT.toString())
            : flag;
    try {
      HubAddress address = HubAddress.parse(text);
      return new Hub(address, channels.open(address), timeout);
    } catch (IllegalArgumentException e) {
      String source = flag == null ? "PORTOLAN_HUB: " : "--hub: ";
      throw new CommandException(ExitCode.USAGE, source + e.getMessage(), e);
    }
  }
}
