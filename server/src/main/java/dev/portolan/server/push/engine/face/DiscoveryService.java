package dev.portolan.server.push.engine.face;

import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;

/**
 * A discovery service of xDS, in both variants, bound with responses that are bytes already.
 * Clients and reflection see the ordinary service; what else it declares ({@code Fetch…}) is
 * answered UNIMPLEMENTED.
 */
public final class DiscoveryService implements BindableService {
  private final ServiceDescriptor declared;
  private final MethodDescriptor<DiscoveryRequest, byte[]> state;
  private final MethodDescriptor<IncrementalMessage, byte[]> incremental;
  private final String only;
  private final Doors doors;

  private DiscoveryService(
      ServiceDescriptor declared,
      MethodDescriptor<DiscoveryRequest, DiscoveryResponse> state,
      MethodDescriptor<DeltaDiscoveryRequest, DeltaDiscoveryResponse> incremental,
      String only,
      Doors doors) {
    this.declared = declared;
    this.state = state.toBuilder(state.getRequestMarshaller(), BytesMarshaller.INSTANCE).build();
    this.incremental =
        incremental.toBuilder(IncrementalMarshaller.INSTANCE, BytesMarshaller.INSTANCE).build();
    this.only = only;
    this.doors = doors;
  }

  /** {@code envoy.service.discovery.v3.AggregatedDiscoveryService}: any number of types. */
  public static DiscoveryService aggregated(Doors doors) {
    return new DiscoveryService(
        AggregatedDiscoveryServiceGrpc.getServiceDescriptor(),
        AggregatedDiscoveryServiceGrpc.getStreamAggregatedResourcesMethod(),
        AggregatedDiscoveryServiceGrpc.getDeltaAggregatedResourcesMethod(),
        "",
        doors);
  }

  /**
   * A service of one type, such as {@code ClusterDiscoveryService}.
   *
   * @param typeUrl the type; a request need not name it, and may name no other
   */
  public static DiscoveryService of(
      String typeUrl,
      ServiceDescriptor declared,
      MethodDescriptor<DiscoveryRequest, DiscoveryResponse> state,
      MethodDescriptor<DeltaDiscoveryRequest, DeltaDiscoveryResponse> incremental,
      Doors doors) {
    return new DiscoveryService(declared, state, incremental, typeUrl, doors);
  }

  @Override
  public ServerServiceDefinition bindService() {
    ServiceDescriptor descriptor =
        ServiceDescriptor.newBuilder(declared.getName())
            .setSchemaDescriptor(declared.getSchemaDescriptor())
            .addMethod(state)
            .addMethod(incremental)
            .build();
    return ServerServiceDefinition.builder(descriptor)
        .addMethod(state, handler(Dialect.state(only)))
        .addMethod(incremental, handler(Dialect.incremental(only)))
        .build();
  }

  private <Q> ServerCallHandler<Q, byte[]> handler(Dialect<Q> dialect) {
    return (call, headers) -> new DiscoveryCall<>(call, dialect, doors).begin();
  }
}
