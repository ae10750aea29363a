package dev.portolan.server.push.conformance;

import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import java.util.List;
import java.util.Map;

/** Envoy's four types, in the order in which they must be sent, and samples of them. */
public final class Types {
  public static final String CDS = "type.googleapis.com/envoy.config.cluster.v3.Cluster";
  public static final String EDS =
      "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment";
  public static final String LDS = "type.googleapis.com/envoy.config.listener.v3.Listener";
  public static final String RDS = "type.googleapis.com/envoy.config.route.v3.RouteConfiguration";
  public static final List<String> ALL = List.of(CDS, EDS, LDS, RDS);
  static final String OTHER = "type.googleapis.com/test.Other";

  private static final Map<String, String> SERVICES =
      Map.of(
          CDS, "envoy.service.cluster.v3.ClusterDiscoveryService/%sClusters",
          EDS, "envoy.service.endpoint.v3.EndpointDiscoveryService/%sEndpoints",
          LDS, "envoy.service.listener.v3.ListenerDiscoveryService/%sListeners",
          RDS, "envoy.service.route.v3.RouteDiscoveryService/%sRoutes");

  private Types() {}

  /** Full name of the method that serves a type on a face. */
  static String method(Face face, String type) {
    String service =
        face.aggregated()
            ? "envoy.service.discovery.v3.AggregatedDiscoveryService/%sAggregatedResources"
            : SERVICES.getOrDefault(type, "");
    return service.formatted(face.delta() ? "Delta" : "Stream");
  }

  /** A resource in one of its editions. */
  static Message sample(String type, String name, int edition) {
    return switch (type) {
      case CDS ->
          Cluster.newBuilder()
              .setName(name)
              .setConnectTimeout(Duration.newBuilder().setSeconds(edition))
              .build();
      case EDS ->
          ClusterLoadAssignment.newBuilder()
              .setClusterName(name)
              .setPolicy(
                  ClusterLoadAssignment.Policy.newBuilder()
                      .setOverprovisioningFactor(UInt32Value.of(100 + edition)))
              .build();
      case LDS -> Listener.newBuilder().setName(name).setStatPrefix("e" + edition).build();
      default ->
          RouteConfiguration.newBuilder()
              .setName(name)
              .setMaxDirectResponseBodySizeBytes(UInt32Value.of(edition))
              .build();
    };
  }

  /** The name inside a resource. */
  static String nameOf(Message resource) {
    if (resource instanceof Cluster cluster) {
      return cluster.getName();
    } else if (resource instanceof ClusterLoadAssignment assignment) {
      return assignment.getClusterName();
    } else if (resource instanceof Listener listener) {
      return listener.getName();
    }
    return ((RouteConfiguration) resource).getName();
  }

  /** The message class of a type. */
  static Class<? extends Message> messageOf(String type) {
    return switch (type) {
      case CDS -> Cluster.class;
      case EDS -> ClusterLoadAssignment.class;
      case LDS -> Listener.class;
      default -> RouteConfiguration.class;
    };
  }
}
