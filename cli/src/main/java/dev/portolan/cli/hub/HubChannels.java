package dev.portolan.cli.hub;

import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.tls.TlsFileException;
import dev.portolan.tls.TlsIdentity;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.util.Optional;

/** Opens channels to hubs. */
@FunctionalInterface
public interface HubChannels {
  /** Largest answer that is taken: a page of slices may pass gRPC's usual 4 MiB. */
  int MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

  /**
   * A channel, which connects with the first call.
   *
   * @param tls empty for plain text
   * @throws CommandException if a file of its TLS cannot be used
   */
  ManagedChannel open(HubAddress address, Optional<HubTls> tls);

  /** Over TCP. */
  static HubChannels tcp() {
    return (address, tls) -> {
      ManagedChannelBuilder<?> builder =
          Grpc.newChannelBuilder(
              "dns:///" + address,
              tls.map(HubChannels::credentials).orElseGet(InsecureChannelCredentials::create));
      tls.flatMap(HubTls::serverName).ifPresent(builder::overrideAuthority);
      return builder.maxInboundMessageSize(MAX_MESSAGE_BYTES).build();
    };
  }

  private static ChannelCredentials credentials(HubTls tls) {
    // A command is over before a certificate is: its files are read once.
    try (TlsIdentity identity = TlsIdentity.ofClient(tls.files())) {
      return identity.channelCredentials();
    } catch (TlsFileException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }
}
