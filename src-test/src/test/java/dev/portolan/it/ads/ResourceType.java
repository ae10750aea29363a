package dev.portolan.it.ads;

/** What a proxy subscribes to. */
public enum ResourceType {
  CLUSTER("envoy.config.cluster.v3.Cluster"),
  ENDPOINTS("envoy.config.endpoint.v3.ClusterLoadAssignment"),
  LISTENER("envoy.config.listener.v3.Listener"),
  ROUTE("envoy.config.route.v3.RouteConfiguration");

  private final String message;

  ResourceType(String message) {
    this.message = message;
  }

  String url() {
    return "type.googleapis.com/" + message;
  }
}
