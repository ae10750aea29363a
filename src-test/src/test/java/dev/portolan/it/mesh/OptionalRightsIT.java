package dev.portolan.it.mesh;

import dev.portolan.it.apply.AgentRole;
import dev.portolan.it.peers.RealCluster;
import dev.portolan.it.peers.RealClusters;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the manifests for replicas, namespaces and access add, by the word of a real API server. */
@RealClusters(Site.EAST_2_NAME)
@Timeout(180)
class OptionalRightsIT {
  @BeforeEach
  void install(RealCluster cluster) {
    Site.EAST_2.install(cluster);
    AgentRole.grant(cluster, "agent-replica.yaml");
    AgentRole.grant(cluster, "agent-namespaces.yaml");
    AgentRole.grant(cluster, "agent-access.yaml");
  }

  @Test
  void theyAddNoMoreThanTheySay(RealCluster cluster) throws Exception {
    ShippedRightsIT.assertAll(
        cluster,
        true,
        List.of(
            "/services shop get",
            "/services shop create",
            "/services shop patch",
            "/services shop delete",
            "/namespaces shop create",
            "security.istio.io/authorizationpolicies shop create",
            "security.istio.io/authorizationpolicies shop patch",
            "security.istio.io/authorizationpolicies shop delete"));
    ShippedRightsIT.assertAll(
        cluster,
        false,
        List.of(
            "/services shop update",
            "/services shop deletecollection",
            "/namespaces shop patch",
            "security.istio.io/authorizationpolicies shop update",
            "security.istio.io/peerauthentications shop create",
            "/namespaces shop delete",
            "/endpoints shop create",
            "discovery.k8s.io/endpointslices shop create",
            "/pods shop create",
            "/secrets shop get"));
  }
}
