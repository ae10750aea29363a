package dev.portolan.cli.hub;

import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.DurationText;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.Shell;
import dev.portolan.tls.TlsFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say which hub to ask, and how. Filled by picocli before the command runs. */
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

  @Option(
      names = "--tls.certificate",
      paramLabel = "PATH",
      order = 102,
      description =
          "Your certificate (PEM), for a hub with TLS (default: PORTOLAN_TLS_CERTIFICATE).")
  private @Nullable String certificate;

  @Option(
      names = "--tls.key",
      paramLabel = "PATH",
      order = 103,
      description = "Its key (PEM, PKCS #8; default: PORTOLAN_TLS_KEY).")
  private @Nullable String key;

  @Option(
      names = "--tls.ca",
      paramLabel = "PATH",
      order = 104,
      description =
          "Certificates (PEM) of the authorities that vouch for the hub (default: PORTOLAN_TLS_CA).")
  private @Nullable String ca;

  @Option(
      names = "--tls.server-name",
      paramLabel = "HOST",
      order = 105,
      description =
          "Host name in the hub's certificate, when it is not the host in --hub (default:"
              + " PORTOLAN_TLS_SERVER_NAME).")
  private @Nullable String serverName;

  public Hub open(Shell shell, HubChannels channels) {
    String flag = hub;
    String text =
        flag == null
            ? shell.environment().getOrDefault("PORTOLAN_HUB", HubAddress.DEFAULT.toString())
            : flag;
    try {
      HubAddress address = HubAddress.parse(text);
      return new Hub(address, channels.open(address, tls(shell)), timeout);
    } catch (IllegalArgumentException e) {
      String source = flag == null ? "PORTOLAN_HUB: " : "--hub: ";
      throw new CommandException(ExitCode.USAGE, source + e.getMessage(), e);
    }
  }

  private Optional<HubTls> tls(Shell shell) {
    Optional<String> certificateFile = value(certificate, shell, "PORTOLAN_TLS_CERTIFICATE");
    Optional<String> keyFile = value(key, shell, "PORTOLAN_TLS_KEY");
    Optional<String> caFile = value(ca, shell, "PORTOLAN_TLS_CA");
    if (certificateFile.isEmpty() && keyFile.isEmpty() && caFile.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new HubTls(
            new TlsFiles(
                required(certificateFile, "--tls.certificate"),
                required(keyFile, "--tls.key"),
                required(caFile, "--tls.ca")),
            value(serverName, shell, "PORTOLAN_TLS_SERVER_NAME")));
  }

  private static Path required(Optional<String> file, String flag) {
    return Path.of(
        file.orElseThrow(
            () ->
                new CommandException(
                    ExitCode.USAGE,
                    "TLS needs --tls.certificate, --tls.key and --tls.ca; "
                        + flag
                        + " is missing")));
  }

  private static Optional<String> value(@Nullable String flag, Shell shell, String variable) {
    return Optional.ofNullable(flag)
        .or(() -> Optional.ofNullable(shell.environment().get(variable)))
        .filter(text -> !text.isBlank());
  }
}
