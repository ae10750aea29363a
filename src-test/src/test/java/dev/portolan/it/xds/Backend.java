package dev.portolan.it.xds;

import dev.portolan.it.peers.Loopback;
import dev.portolan.server.push.engine.face.BytesMarshaller;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A server that tells its name to whoever calls. */
final class Backend implements AutoCloseable {
  /** Answers with the name, whatever is sent. */
  static final MethodDescriptor<byte[], byte[]> WHO =
      MethodDescriptor.newBuilder(BytesMarshaller.INSTANCE, BytesMarshaller.INSTANCE)
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("portolan.test.Backend/Who")
          .build();

  private final Server server;

  private Backend(Server server) {
    this.server = server;
  }

  static Backend start(String name) throws IOException {
    ServerServiceDefinition service =
        ServerServiceDefinition.builder("portolan.test.Backend")
            .addMethod(
                WHO,
                ServerCalls.asyncUnaryCall(
                    (request, caller) -> {
                      caller.onNext(name.getBytes(StandardCharsets.UTF_8));
                      caller.onCompleted();
                    }))
            .build();
    return new Backend(
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Loopback.freePort()))
            .addService(service)
            .build()
            .start());
  }

  int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
