package dev.portolan.agent.discovery.conversion;

import dev.portolan.agent.discovery.objects.ClusterObjects;
import dev.portolan.agent.discovery.objects.ObjectChange;
import dev.portolan.agent.discovery.objects.ObjectKind;
import dev.portolan.agent.discovery.objects.ObservedMesh;
import dev.portolan.agent.discovery.objects.ObservedNamespace;
import dev.portolan.agent.discovery.objects.ObservedNode;
import dev.portolan.agent.discovery.objects.ObservedService;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.ClusterKey;
import dev.portolan.registry.Finding;
import dev.portolan.registry.Gateway;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Sorted;
import java.util.ArrayList;
import java.util.List;

/** Converts what the cluster says about itself. Pure. */
record ClusterFactsConverter(OriginId origin, String clusterDomain) {

  /** Whether the facts may read the changed object. */
  static boolean reads(ObjectChange change, ClusterObjects before) {
    ObjectKind kind = change.ref().kind();
    return kind == ObjectKind.NAMESPACE
        || kind == ObjectKind.NODE
        || kind == ObjectKind.CONFIG_MAP
        || change.object().or(() -> before.find(change.ref())).stream().anyMatch(o -> isGateway(o))
        || before.find(change.ref()).stream().anyMatch(o -> isGateway(o));
  }

  private static boolean isGateway(Object object) {
    return object instanceof ObservedService service && service.gateway().isPresent();
  }

  ConvertedFacts convert(ClusterObjects objects) {
    String network =
        objects.namespace(ObservedNamespace.ISTIO).map(ObservedNamespace::network).orElse("");
    List<Finding> findings = new ArrayList<>();
    List<Gateway> gateways = new ArrayList<>();
    for (ObservedService gateway : objects.gateways()) {
      gateways.addAll(
          new GatewayConverter(origin, network, objects.nodes()).convert(gateway, findings));
    }
    Cluster cluster =
        new Cluster(
            new ClusterKey(origin),
            objects.namespace(ObservedNamespace.SYSTEM).map(ObservedNamespace::uid).orElse(""),
            network,
            objects.mesh().map(ObservedMesh::trustDomain).orElse(Cluster.DEFAULT_DOMAIN),
            objects.mesh().map(ObservedMesh::aliases).orElseGet(() -> Sorted.set(List.of())),
            clusterDomain,
            gateways,
            locality(objects.nodes()));
    return new ConvertedFacts(cluster, findings);
  }

  // A node without labels says nothing, so it does not take from what the others agree on.
  private static Locality locality(List<ObservedNode> nodes) {
    Locality common =
        nodes.stream()
            .map(ObservedNode::locality)
            .filter(locality -> !locality.equals(Locality.UNKNOWN))
            .reduce(Locality::commonWith)
            .orElse(Locality.UNKNOWN);
    return new Locality(common.region(), common.zone(), "");
  }
}
