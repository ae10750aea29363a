package dev.portolan.cli.hub;

import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.tls.TlsFileException;
import dev.portolan.tls.TlsIdentity;
import io.grpc.ConnectivityState;
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

  /** Over TCP; files of TLS are followed until the channel is shut down. */
  static HubChannels tcp() {
    return (address, tls) -> {
      Optional<TlsIdentity> identity = tls.map(HubChannels::identity);
      ManagedChannelBuilder<?> builder =
          Grpc.newChannelBuilder(
              "dns:///" + address,
              identity
                  .map(TlsIdentity::channelCredentials)
                  .orElseGet(InsecureChannelCredentials::create));
      tls.flatMap(HubTls::serverName).ifPresent(builder::overrideAuthority);
      ManagedChannel channel = builder.maxInboundMessageSize(MAX_MESSAGE_BYTES).build();
      identity.ifPresent(each -> closeWith(channel, each));
      return channel;
    };
  }

  private static TlsIdentity identity(HubTls tls) {
    try {
      return TlsIdentity.ofClient(tls.files());
    } catch (TlsFileException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  // A registration outlives certificates, so that these are read again while there is a channel.
  private static void closeWith(ManagedChannel channel, TlsIdentity identity) {
    ConnectivityState state = channel.getState(false);
    if (state == ConnectivityState.SHUTDOWN) {
      identity.close();
    } else {
      channel.notifyWhenStateChanged(state, () -> closeWith(channel, identity));
    }
  }
}
