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
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.Gateway;
import dev.portolan.registry.Locality;
import dev.portolan.registry.Sorted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pcollections.TreePSet;

/** Converts what the cluster says about itself. Pure. */
record ClusterFactsConverter(OriginSettings settings) {

  /** Whether the facts may read the changed object, those behind a gateway left aside. */
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
    List<Gateway> gateways = new ArrayList<>(settings.gateways());
    TreePSet<String> openGateways = TreePSet.empty();
    GatewayConverter converter = new GatewayConverter(settings.origin(), network, objects);
    for (ObservedService gateway : objects.gateways()) {
      if (settings.gateways().isEmpty()) {
        gateways.addAll(converter.convert(gateway, findings));
      }
      if (converter.open(gateway)) {
        openGateways = openGateways.plus(gateway.ref().namespace() + "/" + gateway.ref().name());
      }
    }
    meshConflict(objects).ifPresent(findings::add);
    TrustConverter.problem(objects).ifPresent(findings::add);
    Cluster cluster =
        new Cluster(
                new ClusterKey(settings.origin()),
                objects.namespace(ObservedNamespace.SYSTEM).map(ObservedNamespace::uid).orElse(""),
                network,
                objects.mesh().map(ObservedMesh::trustDomain).orElse(Cluster.DEFAULT_DOMAIN),
                objects.mesh().map(ObservedMesh::aliases).orElseGet(() -> Sorted.set(List.of())),
                settings.clusterDomain(),
                gateways,
                locality(objects.nodes()),
                objects.namespace(ObservedNamespace.SYSTEM).flatMap(ObservedNamespace::created))
            .trusting(TrustConverter.convert(objects));
    return new ConvertedFacts(cluster, openGateways, findings);
  }

  // Workloads of all revisions have one trust domain here, the one of the mesh that counts.
  private Optional<Finding> meshConflict(ClusterObjects objects) {
    List<ObservedMesh> meshes = objects.meshes();
    boolean agree = meshes.stream().map(ObservedMesh::trustDomain).distinct().count() <= 1;
    return agree
        ? Optional.empty()
        : Optional.of(
            new Finding(
                FindingCode.MESH_CONFIG_CONFLICT,
                "cluster/" + settings.origin(),
                meshes.stream()
                        .map(mesh -> mesh.ref() + " says trust domain " + mesh.trustDomain())
                        .collect(Collectors.joining("; "))
                    + ": the first counts for every workload"));
  }

  // A node without labels says nothing, so it does not take from what the others agree on.
  private Locality locality(List<ObservedNode> nodes) {
    Locality common =
        nodes.stream()
            .map(ObservedNode::locality)
            .filter(locality -> !locality.equals(Locality.UNKNOWN))
            .reduce(Locality::commonWith)
            .orElse(settings.locality());
    return new Locality(common.region(), common.zone(), "");
  }
}
