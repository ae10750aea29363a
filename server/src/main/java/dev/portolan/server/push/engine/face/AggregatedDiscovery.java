package dev.portolan.server.push.engine.face;

import dev.portolan.server.push.engine.PushEngine;
import dev.portolan.server.push.engine.ViewSource;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;

/**
 * {@code envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources}, bound
 * with responses that are bytes already. Clients and reflection see the ordinary service; its
 * state-of-the-world method is answered UNIMPLEMENTED.
 */
public final class AggregatedDiscovery implements BindableService {
  private static final MethodDescriptor<DeltaDiscoveryRequest, byte[]> DELTA =
      AggregatedDiscoveryServiceGrpc.getDeltaAggregatedResourcesMethod().toBuilder(
              AggregatedDiscoveryServiceGrpc.getDeltaAggregatedResourcesMethod()
                  .getRequestMarshaller(),
              BytesMarshaller.INSTANCE)
          .build();

  private final PushEngine engine;
  private final ViewSource views;
  private final Gate gate;
  private final NackReader nacks;

  public AggregatedDiscovery(PushEngine engine, ViewSource views, Gate gate, NackReader nacks) {
    this.engine = engine;
    this.views = views;
    this.gate = gate;
    this.nacks = nacks;
  }

  @Override
  public ServerServiceDefinition bindService() {
    ServiceDescriptor original = AggregatedDiscoveryServiceGrpc.getServiceDescriptor();
    ServiceDescriptor descriptor =
        ServiceDescriptor.newBuilder(original.getName())
            .setSchemaDescriptor(original.getSchemaDescriptor())
            .addMethod(DELTA)
            .build();
    return ServerServiceDefinition.builder(descriptor).addMethod(DELTA, this::start).build();
  }

  private ServerCall.Listener<DeltaDiscoveryRequest> start(
      ServerCall<DeltaDiscoveryRequest, byte[]> call, Metadata headers) {
    return new DeltaCall(call, engine, views, gate, nacks).begin();
  }
}
