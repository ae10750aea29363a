package dev.portolan.it.xds;

import dev.portolan.it.peers.Loopback;
import dev.portolan.it.peers.Provisioned;
import io.grpc.CallOptions;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.NameResolverRegistry;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.xds.XdsNameResolverProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A gRPC client that finds its servers by xDS and has no proxy beside it. */
interface Proxyless extends AutoCloseable {

  /** Calls the service; the name of the backend that answered, or the status of the call. */
  String ask() throws IOException;

  @Override
  void close();

  /** The makes that there are, each with code of its own for xDS. */
  enum Make {
    JAVA {
      @Override
      Proxyless connect(int hub) {
        return java(hub);
      }
    },
    C_CORE {
      @Override
      Proxyless connect(int hub) throws IOException {
        return python(hub);
      }
    };

    /** A client whose only xDS server is at this port of loopback. */
    abstract Proxyless connect(int hub) throws IOException;
  }

  private static Map<String, Object> bootstrap(int hub) {
    return Map.of(
        "xds_servers",
        List.of(
            Map.of(
                "server_uri",
                Loopback.HOST + ":" + hub,
                "channel_creds",
                List.of(Map.of("type", "insecure")),
                "server_features",
                List.of("xds_v3"))),
        "node",
        Map.of("id", "client-1", "cluster", "proxyless"));
  }

  private static Proxyless java(int hub) {
    // A scheme for each test: the library knows one bootstrap per scheme and process.
    String scheme = "xds-" + hub;
    XdsNameResolverProvider resolver =
        XdsNameResolverProvider.createForTest(scheme, bootstrap(hub));
    NameResolverRegistry.getDefaultRegistry().register(resolver);
    ManagedChannel channel =
        Grpc.newChannelBuilder(scheme + ":///" + World.SERVICE, InsecureChannelCredentials.create())
            .build();
    return new Proxyless() {
      @Override
      public String ask() {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(5, TimeUnit.SECONDS);
        try {
          return new String(
              ClientCalls.blockingUnaryCall(channel, Backend.WHO, options, new byte[0]),
              StandardCharsets.UTF_8);
        } catch (StatusRuntimeException e) {
          return e.getStatus().getCode().name();
        }
      }

      @Override
      public void close() {
        channel.shutdownNow();
        NameResolverRegistry.getDefaultRegistry().deregister(resolver);
      }
    };
  }

  /** Ends when its input does, so it does not outlive this process. */
  private static Proxyless python(int hub) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Provisioned.grpcPython().toString(), script().toString(), "xds:///" + World.SERVICE)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("GRPC_XDS_BOOTSTRAP_CONFIG", json(bootstrap(hub)));
    Process process = builder.start();
    Writer questions = process.outputWriter(StandardCharsets.UTF_8);
    BufferedReader answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    return new Proxyless() {
      @Override
      public String ask() throws IOException {
        questions.write("\n");
        questions.flush();
        return String.valueOf(answers.readLine());
      }

      @Override
      public void close() {
        process.destroyForcibly();
      }
    };
  }

  private static Path script() {
    try {
      return Path.of(Proxyless.class.getResource("who.py").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String json(Object value) {
    return io.fabric8.kubernetes.client.utils.Serialization.asJson(value);
  }
}
