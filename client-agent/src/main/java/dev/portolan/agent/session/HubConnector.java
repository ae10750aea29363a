package dev.portolan.agent.session;

import dev.portolan.tls.TlsFileException;
import dev.portolan.tls.TlsFiles;
import dev.portolan.tls.TlsIdentity;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import java.util.Optional;

/**
 * Makes connections to one hub, and follows the files of its TLS as long as there may be any.
 * Thread-safe.
 */
public final class HubConnector implements AutoCloseable {
  private final HubTarget target;
  private final Optional<TlsIdentity> identity;

  private HubConnector(HubTarget target, Optional<TlsIdentity> identity) {
    this.target = target;
    this.identity = identity;
  }

  /**
   * Connects to nobody yet.
   *
   * @throws TlsFileException if a file of the target's TLS cannot be used
   */
  public static HubConnector to(HubTarget target) throws TlsFileException {
    Optional<TlsFiles> files = target.tls();
    return new HubConnector(
        target,
        files.isEmpty() ? Optional.empty() : Optional.of(TlsIdentity.ofClient(files.get())));
  }

  /** A channel of its own, which connects with the first call. */
  public HubChannel connect() {
    ChannelCredentials credentials =
        identity.map(TlsIdentity::channelCredentials).orElseGet(InsecureChannelCredentials::create);
    return HubChannel.to(target.address().toString(), credentials, target.serverName());
  }

  /** Follows the files no longer; connections go on. */
  @Override
  public void close() {
    identity.ifPresent(TlsIdentity::close);
  }
}
