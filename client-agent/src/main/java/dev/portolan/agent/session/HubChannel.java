package dev.portolan.agent.session;

import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ConnectivityState;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The connection to the hub, shared by both links. Safe for use by many threads. */
public final class HubChannel implements AutoCloseable {
  /** The hub permits pings at this rate; a peer that is gone is found within 30 seconds. */
  private static final int KEEPALIVE_SECONDS = 20;

  private static final int KEEPALIVE_TIMEOUT_SECONDS = 10;

  private final String address;
  private final ManagedChannel channel;

  private HubChannel(String address, ManagedChannel channel) {
    this.address = address;
    this.channel = channel;
  }

  /**
   * Without encryption: for a hub on the loopback interface.
   *
   * @param address {@code host:port}
   */
  public static HubChannel plaintext(String address) {
    return to(address, InsecureChannelCredentials.create(), Optional.empty());
  }

  /**
   * With these credentials.
   *
   * @param serverName that the hub's certificate has to carry, if that is not the address's host
   */
  static HubChannel to(
      String address, ChannelCredentials credentials, Optional<String> serverName) {
    ManagedChannelBuilder<?> builder = Grpc.newChannelBuilder(address, credentials);
    serverName.ifPresent(builder::overrideAuthority);
    return over(
        address,
        builder
            .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
            .keepAliveTimeout(KEEPALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .keepAliveWithoutCalls(true)
            .build());
  }

  /** Over a channel that someone else built; closed with this. */
  public static HubChannel over(String address, ManagedChannel channel) {
    return new HubChannel(address, channel);
  }

  /** Where the hub is, for people. */
  public String address() {
    return address;
  }

  /** For opening streams. */
  public Channel channel() {
    return channel;
  }

  /** Tries to connect now: the links' backoff rules, not the channel's own. */
  void connectNow() {
    channel.resetConnectBackoff();
  }

  /**
   * The next stream gets a connection of its own: with the certificate that there is then. Streams
   * on the present one go on.
   */
  void leaveConnection() {
    channel.enterIdle();
  }

  /** The last attempt to connect failed and none succeeded since. */
  boolean unreachable() {
    return channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE;
  }

  /** Runs the task once, as soon as there is a connection. */
  void whenConnected(Runnable task) {
    ConnectivityState state = channel.getState(true);
    if (state == ConnectivityState.READY) {
      task.run();
    } else if (state != ConnectivityState.SHUTDOWN) {
      channel.notifyWhenStateChanged(state, () -> whenConnected(task));
    }
  }

  /** Ends the connection and every stream on it. */
  @Override
  public void close() {
    channel.shutdownNow();
  }
}
