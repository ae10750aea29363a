package dev.portolan.server;

import static io.grpc.reflection.v1.ServerReflectionResponse.MessageResponseCase.FILE_DESCRIPTOR_RESPONSE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.portolan.server.config.ServerConfig;
import dev.portolan.server.store.InMemoryStore;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.ClientCalls;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What grpcurl and its like do before the first call: they ask for the types and link them. */
@Timeout(60)
class ReflectionTest {
  private static final ServerConfig CONFIG = SampleConfig.plaintext();

  @ParameterizedTest
  @CsvSource({
    "v1, portolan.v1.RegistryService, ListServices",
    "v1, portolan.v1.ReportService, Report",
    "v1, envoy.service.discovery.v3.AggregatedDiscoveryService, DeltaAggregatedResources",
    "v1alpha, portolan.v1.RegistryService, WatchEndpointSlices",
    "v1alpha, grpc.health.v1.Health, Check"
  })
  void everyTypeOfAServiceIsServed(String version, String service, String method) throws Exception {
    try (Hub hub = Hub.start(CONFIG, List.of(), new InMemoryStore())) {
      ManagedChannel channel =
          NettyChannelBuilder.forTarget(hub.address().toString()).usePlaintext().build();
      try {
        ServiceDescriptor described = describe(channel, version, service);
        assertThat(described.findMethodByName(method)).isNotNull();
      } finally {
        channel.shutdownNow();
      }
    }
  }

  /** Fails where a file that another one imports is not served. */
  private static ServiceDescriptor describe(ManagedChannel channel, String version, String service)
      throws DescriptorValidationException, InvalidProtocolBufferException {
    FileDescriptorProto file =
        ask(channel, version, request().setFileContainingSymbol(service).build());
    return link(channel, version, file, new HashMap<>())
        .findServiceByName(service.substring(service.lastIndexOf('.') + 1));
  }

  private static FileDescriptor link(
      ManagedChannel channel,
      String version,
      FileDescriptorProto file,
      Map<String, FileDescriptor> linked)
      throws DescriptorValidationException, InvalidProtocolBufferException {
    List<FileDescriptor> imports = new ArrayList<>();
    for (String name : file.getDependencyList()) {
      FileDescriptor known = linked.get(name);
      if (known == null) {
        ServerReflectionRequest request = request().setFileByFilename(name).build();
        known = link(channel, version, ask(channel, version, request), linked);
      }
      imports.add(known);
    }
    FileDescriptor done = FileDescriptor.buildFrom(file, imports.toArray(new FileDescriptor[0]));
    linked.put(file.getName(), done);
    return done;
  }

  private static ServerReflectionRequest.Builder request() {
    return ServerReflectionRequest.newBuilder();
  }

  /** One question on a stream of its own; both versions have the same messages on the wire. */
  private static FileDescriptorProto ask(
      ManagedChannel channel, String version, ServerReflectionRequest request)
      throws InvalidProtocolBufferException {
    String name = "grpc.reflection.%s.ServerReflection/ServerReflectionInfo".formatted(version);
    ServerReflectionResponse response =
        ClientCalls.blockingServerStreamingCall(
                channel,
                ServerReflectionGrpc.getServerReflectionInfoMethod().toBuilder()
                    .setFullMethodName(name)
                    .build(),
                CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
                request)
            .next();
    assertThat(response.getMessageResponseCase())
        .as("%s", response)
        .isEqualTo(FILE_DESCRIPTOR_RESPONSE);
    return FileDescriptorProto.parseFrom(
        response.getFileDescriptorResponse().getFileDescriptorProto(0));
  }
}
