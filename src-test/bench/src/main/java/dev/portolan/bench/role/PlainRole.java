package dev.portolan.bench.role;

import dev.portolan.bench.process.Role;
import dev.portolan.bench.wire.PlainAgents;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bare gRPC: the same array to every stream, transport readiness obeyed, nothing behind it.
 * Commands and words as of {@link FloorRole}.
 */
public final class PlainRole implements Role {
  private final byte[] message;
  private final Set<Stream> streams = ConcurrentHashMap.newKeySet();
  private final Server server;

  public PlainRole(List<String> words) throws IOException {
    message = new byte[Integer.parseInt(words.get(0))];
    server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                InsecureServerCredentials.create())
            .directExecutor()
            .addService(
                ServerServiceDefinition.builder("bench.Plain")
                    .addMethod(PlainAgents.METHOD, (call, headers) -> new Stream(call))
                    .build())
            .build()
            .start();
  }

  @Override
  public int port() {
    return server.getPort();
  }

  @Override
  public String command(String verb, List<String> words) {
    int more = verb.equals("pour") ? Integer.parseInt(words.get(0)) : 1;
    streams.forEach(stream -> stream.add(more));
    return "";
  }

  /** One subscriber. Its count is its monitor's: it is added to by one thread and sent by two. */
  private final class Stream extends ServerCall.Listener<byte[]> {
    private final ServerCall<byte[], byte[]> call;
    private int left;

    private Stream(ServerCall<byte[], byte[]> call) {
      this.call = call;
      call.sendHeaders(new Metadata());
      call.request(1);
    }

    @Override
    public void onMessage(byte[] request) {
      call.request(1);
      if (streams.add(this)) {
        // Its greeting: from here on it is published to.
        send(new byte[0]);
      }
    }

    private synchronized void send(byte[] greeting) {
      call.sendMessage(greeting);
    }

    private synchronized void add(int more) {
      left += more;
      pump();
    }

    @Override
    public synchronized void onReady() {
      pump();
    }

    private synchronized void pump() {
      while (left > 0 && call.isReady()) {
        left--;
        call.sendMessage(message);
      }
    }

    @Override
    public void onHalfClose() {
      streams.remove(this);
    }

    @Override
    public void onCancel() {
      streams.remove(this);
    }
  }
}
