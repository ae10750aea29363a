package dev.portolan.bench.wire;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.util.Collection;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connections of all clients of this JVM: two threads for all, since there are two cores and the
 * server wants them as well; callbacks on these threads, without any hand-over.
 */
public final class Channels {
  private static final int THREADS = 2;

  /** The 18 MB that java-control-plane sends at once, and room. */
  private static final int MAX_MESSAGE_BYTES = 256 << 20;

  private static final EventLoopGroup LOOPS =
      new MultiThreadIoEventLoopGroup(THREADS, daemons(), NioIoHandler.newFactory());

  private Channels() {}

  private static ThreadFactory daemons() {
    AtomicInteger next = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "client-" + next.getAndIncrement());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** A connection of its own to a port on loopback, made with the first call. */
  public static ManagedChannel to(int port) {
    return built(NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext());
  }

  /** The same with TLS. */
  public static ManagedChannel to(int port, SslContext tls) {
    return built(NettyChannelBuilder.forAddress("127.0.0.1", port).sslContext(tls));
  }

  private static ManagedChannel built(NettyChannelBuilder builder) {
    return builder
        .directExecutor()
        .eventLoopGroup(LOOPS)
        .channelType(NioSocketChannel.class)
        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
        .build();
  }

  /** Closes connections and waits until they are gone. */
  public static void close(Collection<ManagedChannel> channels) {
    channels.forEach(ManagedChannel::shutdownNow);
    try {
      for (ManagedChannel channel : channels) {
        if (!channel.awaitTermination(30, TimeUnit.SECONDS)) {
          throw new IllegalStateException("a connection does not close");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
