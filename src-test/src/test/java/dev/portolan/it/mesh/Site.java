package dev.portolan.it.mesh;

import dev.portolan.it.ads.ProxyNode;
import dev.portolan.it.apply.AgentRole;
import dev.portolan.it.discovery.AgentRights;
import dev.portolan.it.peers.Clusters;
import dev.portolan.it.peers.MeshSettings;
import dev.portolan.it.peers.RealCluster;
import java.util.List;
import java.util.Map;

/** The three clusters of the federation: two share a network, the third has one of its own. */
enum Site {
  EAST_1(Site.EAST_1_NAME, "net-east", "eu", "eu-1", "cluster.local", "203.0.113.11", 11),
  EAST_2(Site.EAST_2_NAME, "net-east", "eu", "eu-2", "cluster.local", "203.0.113.12", 12),
  WEST(Site.WEST_NAME, "net-west", "us", "us-1", "west.example", "203.0.113.31", 31);

  static final String EAST_1_NAME = "mesh-east-1";
  static final String EAST_2_NAME = "mesh-east-2";
  static final String WEST_NAME = "mesh-west";

  private final String cluster;
  private final String network;
  private final String region;
  private final String zone;
  private final String trustDomain;
  private final String gateway;
  private final int podRange;

  Site(
      String cluster,
      String network,
      String region,
      String zone,
      String trustDomain,
      String gateway,
      int podRange) {
    this.cluster = cluster;
    this.network = network;
    this.region = region;
    this.zone = zone;
    this.trustDomain = trustDomain;
    this.gateway = gateway;
    this.podRange = podRange;
  }

  /** What administrators do: nodes, Istio, its east-west gateway, and the agent's rights. */
  void install(RealCluster real) {
    boolean west = this == WEST;
    new MeshSettings(network, trustDomain, List.of(west ? "cluster.local" : "west.example"))
        .write(real.client());
    Workloads workloads = new Workloads(real.client());
    workloads.node(node(), region, zone);
    workloads.eastWestGateway(network, gateway);
    AgentRights.grant(real.client());
    AgentRole.grant(real);
  }

  RealCluster in(Clusters clusters) {
    return clusters.get(cluster);
  }

  /** Name of the cluster, and of its origin at the hub. */
  String cluster() {
    return cluster;
  }

  /** Name of its only node. */
  String node() {
    return cluster + "-node";
  }

  /** {@code region/zone} of its node. */
  String locality() {
    return region + "/" + zone;
  }

  /** Pods have addresses in {@code 10.x.0.0/16}. */
  int podRange() {
    return podRange;
  }

  String gateway() {
    return gateway;
  }

  /** A sidecar that runs here and belongs to no service. */
  ProxyNode client(String namespace) {
    return ProxyNode.client(cluster, namespace, network).in(region, zone);
  }

  /** The sidecar of a service's pod. */
  ProxyNode workload(String namespace, String service, String address) {
    return new ProxyNode(
        "sidecar",
        address,
        service + "-" + address.replace('.', '-'),
        namespace,
        service,
        cluster,
        Map.of("app", service),
        network,
        region,
        zone,
        Map.of());
  }

  /** Its east-west gateway's proxy. */
  ProxyNode gatewayProxy() {
    return ProxyNode.gateway(cluster, network);
  }

  /** What workloads of a service account here are to others. */
  String identity(String namespace, String account) {
    return "spiffe://%s/ns/%s/sa/%s".formatted(trustDomain, namespace, account);
  }
}
