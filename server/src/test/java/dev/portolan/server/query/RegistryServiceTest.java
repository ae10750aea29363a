package dev.portolan.server.query;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.WEST;
import static dev.portolan.server.control.SampleRecords.mesh;
import static dev.portolan.server.control.SampleRecords.service;
import static dev.portolan.server.control.SampleRecords.slice;
import static dev.portolan.server.query.QueryRig.codeOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.FindingCode;
import dev.portolan.registry.Liveness;
import dev.portolan.registry.OriginId;
import dev.portolan.v1.ClusterSummary;
import dev.portolan.v1.GetClusterRequest;
import dev.portolan.v1.GetServiceRequest;
import dev.portolan.v1.ListClustersRequest;
import dev.portolan.v1.ListEndpointSlicesRequest;
import dev.portolan.v1.ListServicesRequest;
import dev.portolan.v1.ListServicesResponse;
import dev.portolan.v1.LivenessState;
import dev.portolan.v1.ServiceSummary;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RegistryServiceTest {
  private final QueryRig rig = new QueryRig();

  @BeforeEach
  void fill() {
    rig.meshes(mesh("m", EAST, WEST));
    rig.put(EAST, service(EAST, "ratings", 80), service(EAST, "reviews", 80));
    rig.put(EAST, slice(EAST, "reviews", "reviews-a", 2), slice(EAST, "reviews", "reviews-b", 1));
    rig.put(WEST, service(WEST, "reviews", 80));
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void listsServicesInOrderWithWhatStandsBehindThem() {
    ListServicesResponse response = list(ListServicesRequest.newBuilder());

    assertThat(names(response.getServicesList()))
        .containsExactly("east-1/ratings", "east-1/reviews", "west-1/reviews");
    ServiceSummary reviews = response.getServices(1);
    // Both slices have the first address.
    assertThat(reviews.getEndpoints()).isEqualTo(2);
    assertThat(reviews.getCapacity().getLocalities(0).getMeshed()).isEqualTo(2);
    assertThat(reviews.getHost()).isEqualTo("reviews.bookinfo.svc.clusterset.local");
    assertThat(response.getNextPageToken()).isEmpty();
    assertThat(response.getRevision().getSequence()).isEqualTo(4);
  }

  @Test
  void filtersByOriginNamespaceAndHost() {
    assertThat(names(list(ListServicesRequest.newBuilder().setOrigin("west-1")).getServicesList()))
        .containsExactly("west-1/reviews");
    assertThat(list(ListServicesRequest.newBuilder().setNamespace("other")).getServicesList())
        .isEmpty();
    assertThat(names(list(host("reviews.bookinfo.svc.clusterset.local")).getServicesList()))
        .containsExactly("east-1/reviews", "west-1/reviews");
    assertThat(list(host("reviews.bookinfo.svc.example.org")).getServicesList()).isEmpty();
  }

  @Test
  void refusesFiltersThatCanMatchNothing() {
    assertThat(codeOf(() -> list(ListServicesRequest.newBuilder().setOrigin("No_Label"))))
        .isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(codeOf(() -> list(host("no host")))).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(codeOf(() -> list(ListServicesRequest.newBuilder().setPageSize(1001))))
        .isEqualTo(Code.INVALID_ARGUMENT);
  }

  @Test
  void allPagesAreOneSnapshot() {
    ListServicesResponse page = list(ListServicesRequest.newBuilder().setPageSize(1));
    rig.put(EAST, service(EAST, "details", 80), service(EAST, "settings", 80));
    List<String> seen = new ArrayList<>(names(page.getServicesList()));
    while (!page.getNextPageToken().isEmpty()) {
      page =
          list(
              ListServicesRequest.newBuilder()
                  .setPageSize(1)
                  .setPageToken(page.getNextPageToken()));
      seen.addAll(names(page.getServicesList()));
      assertThat(page.getRevision().getSequence()).isEqualTo(4);
    }

    assertThat(seen).containsExactly("east-1/ratings", "east-1/reviews", "west-1/reviews");
  }

  @Test
  void aTokenIsGoodForItsOwnQuestionOnly() {
    String token = list(ListServicesRequest.newBuilder().setPageSize(1)).getNextPageToken();

    assertThat(
            codeOf(
                () ->
                    list(ListServicesRequest.newBuilder().setOrigin("east-1").setPageToken(token))))
        .isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(codeOf(() -> list(ListServicesRequest.newBuilder().setPageToken("?"))))
        .isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(codeOf(() -> list(ListServicesRequest.newBuilder().setPageToken("bm9uZQ"))))
        .isEqualTo(Code.INVALID_ARGUMENT);
  }

  @Test
  void aTokenOfAForgottenSnapshotIsOutOfRange() {
    String token = list(ListServicesRequest.newBuilder().setPageSize(1)).getNextPageToken();
    rig.put(EAST, service(EAST, "details", 80));
    rig.elapse(Duration.ofMinutes(6));

    assertThat(codeOf(() -> list(ListServicesRequest.newBuilder().setPageToken(token))))
        .isEqualTo(Code.OUT_OF_RANGE);
  }

  @Test
  void getsOneServiceOrSaysWhoHasIt() {
    var found =
        rig.stub()
            .getService(
                GetServiceRequest.newBuilder()
                    .setOrigin("west-1")
                    .setNamespace("bookinfo")
                    .setName("reviews")
                    .build());
    assertThat(found.getService().getService().getOrigin()).isEqualTo("west-1");

    assertThat(
            QueryRig.failureOf(
                () ->
                    rig.stub()
                        .getService(
                            GetServiceRequest.newBuilder()
                                .setOrigin("west-1")
                                .setNamespace("bookinfo")
                                .setName("ratings")
                                .build())))
        .hasMessageContaining("west-1 offers no service bookinfo/ratings; [east-1] do")
        .extracting(failure -> failure.getStatus().getCode())
        .isEqualTo(Code.NOT_FOUND);
  }

  @Test
  void listsEndpointSlicesByServiceAndHost() {
    var byService =
        rig.stub()
            .listEndpointSlices(
                ListEndpointSlicesRequest.newBuilder().setService("reviews").build());
    assertThat(byService.getEndpointSlicesList())
        .extracting(found -> found.getName())
        .containsExactly("reviews-a", "reviews-b");
    var page =
        rig.stub()
            .listEndpointSlices(
                ListEndpointSlicesRequest.newBuilder()
                    .setHost("reviews.bookinfo.svc.clusterset.local")
                    .setPageSize(1)
                    .build());
    var next =
        rig.stub()
            .listEndpointSlices(
                ListEndpointSlicesRequest.newBuilder()
                    .setHost("reviews.bookinfo.svc.clusterset.local")
                    .setPageToken(page.getNextPageToken())
                    .build());
    assertThat(next.getEndpointSlices(0).getName()).isEqualTo("reviews-b");
    assertThat(next.getNextPageToken()).isEmpty();
  }

  @Test
  void whatIsAgainstAClustersLifeIsSaidWithItsAge() {
    rig.put(EAST, service(EAST, "a", 80));
    rig.judge(EAST, Liveness.stale(EAST, QueryRig.NOW.minusSeconds(45)));

    ClusterSummary stale = rig.stub().getCluster(named(EAST)).getCluster();
    rig.judge(EAST, Liveness.lost(EAST, QueryRig.NOW.minusSeconds(90), Duration.ofSeconds(60)));
    ClusterSummary lost = rig.stub().getCluster(named(EAST)).getCluster();
    rig.probation(EAST, Duration.ofSeconds(20));
    ClusterSummary returning = rig.stub().getCluster(named(EAST)).getCluster();

    assertThat(stale.getCluster().getLiveness().getState())
        .isEqualTo(LivenessState.LIVENESS_STATE_STALE);
    assertThat(stale.getFindings(0).getMessage()).contains("for 45 s", "its lease still runs");
    assertThat(lost.getCluster().getLiveness().getLostFor().getSeconds()).isEqualTo(60);
    assertThat(lost.getFindings(0).getCode()).isEqualTo(FindingCode.CLUSTER_LOST.code());
    assertThat(lost.getFindings(0).getMessage()).contains("for 90 s", "its lease has ended");
    assertThat(returning.getFindings(0).getMessage()).contains("heard again", "another 20 s");
  }

  private static GetClusterRequest named(OriginId origin) {
    return GetClusterRequest.newBuilder().setOrigin(origin.value()).build();
  }

  @Test
  void showsClustersWithTheirAgents() {
    rig.agent(WEST, true);
    rig.refuse(WEST, "Service", "east-1/bookinfo/reviews");

    var clusters = rig.stub().listClusters(ListClustersRequest.getDefaultInstance());

    assertThat(clusters.getClustersList())
        .extracting(cluster -> cluster.getCluster().getOrigin())
        .containsExactly("east-1", "west-1");
    assertThat(clusters.getClusters(0).getConnected()).isFalse();
    assertThat(clusters.getClusters(0).getServices()).isEqualTo(2);
    assertThat(clusters.getClusters(0).getEndpoints()).isEqualTo(2);
    assertThat(clusters.getClusters(1).getConnected()).isTrue();
    assertThat(clusters.getClusters(1).getVirtualMesh()).isEqualTo("m");
    assertThat(clusters.getClusters(1).getRefused(0).getName())
        .isEqualTo("east-1/bookinfo/reviews");
    assertThat(clusters.getClusters(1).hasLastHeardTime()).isTrue();
  }

  @Test
  void showsAtAClusterWhichVirtualMeshClaimsItInVain() {
    rig.meshes(mesh("m", EAST, WEST), mesh("a", WEST));

    var clusters = rig.stub().listClusters(ListClustersRequest.getDefaultInstance());
    assertThat(clusters.getClusters(0).getFindingsList()).isEmpty();
    assertThat(clusters.getClusters(1).getVirtualMesh()).isEqualTo("m");
    assertThat(clusters.getClusters(1).getFindingsList())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.getReason()).isEqualTo("MeshClaimConflict");
              assertThat(finding.getSubject()).isEqualTo("virtual-mesh/a");
            });
  }

  @Test
  void saysWhichClustersAreKnown() {
    assertThat(
            QueryRig.failureOf(
                () ->
                    rig.stub()
                        .getCluster(GetClusterRequest.newBuilder().setOrigin("west-9").build())))
        .hasMessageContaining("no origin 'west-9' is known; known are east-1, west-1");
  }

  @Test
  void aServiceThatNoMeshExportsHasNoHost() {
    rig.meshes(mesh("m", WEST));

    var east = list(ListServicesRequest.newBuilder().setOrigin("east-1"));

    assertThat(east.getServicesList()).allMatch(found -> found.getHost().isEmpty());
  }

  private ListServicesResponse list(ListServicesRequest.Builder request) {
    return rig.stub().listServices(request.build());
  }

  private static ListServicesRequest.Builder host(String host) {
    return ListServicesRequest.newBuilder().setHost(host);
  }

  private static List<String> names(List<ServiceSummary> services) {
    return services.stream()
        .map(found -> found.getService().getOrigin() + "/" + found.getService().getName())
        .toList();
  }
}
