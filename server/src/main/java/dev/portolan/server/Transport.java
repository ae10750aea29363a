package dev.portolan.server;

import io.grpc.netty.NettyServerBuilder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What one connection to the hub may do, and for how long.
 *
 * @param maxMessageBytes of what is received; gRPC itself refuses what is larger, by the length
 *     that stands before it, so that no more than this is ever kept of a call. The client sees
 *     RESOURCE_EXHAUSTED and both sizes while the call has not been answered with headers, and
 *     CANCELLED after that: gRPC then resets the stream, and offers no place to say more. The
 *     services' own limits are below, and name what is too large
 * @param fastestPing who pings more often is sent away with GOAWAY "too_many_pings"
 * @param ping sent when nothing was heard for so long
 * @param pingTimeout within which it must be answered, or the connection is lost
 * @param age after which a connection takes no new streams, give or take a tenth by chance: agents
 *     move to where there is room, never all at once
 * @param grace in which the streams of an old connection may end by themselves
 */
public record Transport(
    int maxMessageBytes,
    Duration fastestPing,
    Duration ping,
    Duration pingTimeout,
    Duration age,
    Duration grace) {

  /**
   * A reconnecting agent without a token lists what it holds: some 60 bytes for each resource.
   * istiod pings every 30 s, agents every 20 s and grpc-java's clients every 10 s at most; gRPC's
   * own 5 min would cut them off. A peer that is gone is found within 40 s.
   */
  public static final Transport STANDARD =
      new Transport(
          16 << 20,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofMinutes(60),
          Duration.ofSeconds(30));

  /** The same with connections that end sooner. */
  public Transport aging(Duration sooner, Duration shorterGrace) {
    return new Transport(maxMessageBytes, fastestPing, ping, pingTimeout, sooner, shorterGrace);
  }

  /** The same for peers that ping so often. */
  public Transport pingedEvery(Duration atFastest) {
    return new Transport(maxMessageBytes, atFastest, ping, pingTimeout, age, grace);
  }

  /** Makes a server keep to it. */
  public NettyServerBuilder applyTo(NettyServerBuilder server) {
    return server
        .maxInboundMessageSize(maxMessageBytes)
        .permitKeepAliveTime(fastestPing.toNanos(), TimeUnit.NANOSECONDS)
        .permitKeepAliveWithoutCalls(true)
        .keepAliveTime(ping.toNanos(), TimeUnit.NANOSECONDS)
        .keepAliveTimeout(pingTimeout.toNanos(), TimeUnit.NANOSECONDS)
        .maxConnectionAge(age.toNanos(), TimeUnit.NANOSECONDS)
        .maxConnectionAgeGrace(grace.toNanos(), TimeUnit.NANOSECONDS);
  }
}
