package dev.portolan.server.query;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.WEST;
import static dev.portolan.server.control.SampleRecords.clusterIn;
import static dev.portolan.server.control.SampleRecords.mesh;
import static dev.portolan.server.control.SampleRecords.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostMode;
import dev.portolan.registry.OriginId;
import dev.portolan.v1.ClientName;
import dev.portolan.v1.GetServiceRequest;
import dev.portolan.v1.ListServicesRequest;
import dev.portolan.v1.ServiceSummary;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Under which names services are shown, by mode and by what agents say of their clusters. */
@Timeout(60)
class ClientNamesTest {
  private static final OriginId NORTH = new OriginId("north-1");
  private static final String GLOBAL = "reviews.bookinfo.svc.clusterset.local";
  private static final String AT_HOME = "reviews.bookinfo.svc.cluster.local";
  private static final String AT_HOME_IN_WEST = "reviews.bookinfo.svc.west.example";

  private final QueryRig rig = new QueryRig();

  @BeforeEach
  void fill() {
    rig.put(EAST, service(EAST, "reviews", 80), clusterIn(EAST, "cluster.local"));
    rig.put(WEST, service(WEST, "reviews", 80), clusterIn(WEST, "west.example"));
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aGlobalHostIsTheNameEverywhereButWhereItsNamespaceIsMissing() {
    mode(HostMode.GLOBAL);
    rig.finds(NORTH, FindingCode.NAMESPACE_MISSING, "service/north-1/bookinfo/reviews");

    assertThat(get().getHost()).isEqualTo(GLOBAL);
    assertThat(get().getMode()).isEqualTo(dev.portolan.v1.HostMode.HOST_MODE_GLOBAL);
    assertThat(get().getNamesList())
        .containsExactly(name(GLOBAL, "", EAST, WEST), name("", "PTL0107", NORTH));
  }

  @Test
  void mergedWhereTheClusterHasTheServiceAndItsAgentDoesNotRefuse() {
    mode(HostMode.MERGE);

    assertThat(get().getHost()).isEqualTo(AT_HOME);
    assertThat(get().getMode()).isEqualTo(dev.portolan.v1.HostMode.HOST_MODE_MERGE);
    assertThat(get().getNamesList())
        .containsExactly(
            name(AT_HOME, "", EAST),
            name(AT_HOME_IN_WEST, "", WEST),
            name(GLOBAL, "PTL0122", NORTH));

    rig.finds(EAST, FindingCode.MERGE_REFUSED, "service/east-1/bookinfo/reviews");
    rig.finds(WEST, FindingCode.MERGE_REFUSED, "service/west-1/bookinfo/other");
    assertThat(get().getNamesList())
        .containsExactly(name(AT_HOME_IN_WEST, "", WEST), name(GLOBAL, "PTL0122", EAST, NORTH));
  }

  @Test
  void replicatedWhereTheClusterHasNoSuchService() {
    mode(HostMode.REPLICA);
    assertThat(get().getNamesList())
        .containsExactly(
            name(AT_HOME, "", NORTH),
            name(AT_HOME, "PTL0124", EAST),
            name(AT_HOME_IN_WEST, "PTL0124", WEST));

    rig.finds(NORTH, FindingCode.REPLICA_NOT_NEEDED, "service/north-1/bookinfo/reviews");
    assertThat(get().getNamesList())
        .as("one that it does not offer")
        .contains(name(AT_HOME, "PTL0124", EAST, NORTH));

    rig.finds(NORTH, FindingCode.REPLICA_REFUSED, "service/north-1/bookinfo/reviews");
    assertThat(get().getNamesList()).contains(name(GLOBAL, "PTL0123", NORTH));
  }

  @Test
  void aServiceIsFoundByEveryNameThatItMayHave() {
    mode(HostMode.MERGE);
    assertThat(found(GLOBAL)).containsExactly("east-1", "west-1");
    assertThat(found(AT_HOME)).containsExactly("east-1", "west-1");
    assertThat(found(AT_HOME_IN_WEST)).containsExactly("east-1", "west-1");
    assertThat(found("reviews.bookinfo.svc.other.example")).isEmpty();
    assertThat(found("reviews.other.svc.cluster.local")).isEmpty();
    assertThat(found("reviews")).isEmpty();

    mode(HostMode.GLOBAL);
    assertThat(found(GLOBAL)).containsExactly("east-1", "west-1");
    assertThat(found(AT_HOME)).isEmpty();
  }

  @Test
  void whatNoVirtualMeshExportsHasNoName() {
    assertThat(get().getNamesList()).isEmpty();
    assertThat(get().getHost()).isEmpty();
    assertThat(get().getMode()).isEqualTo(dev.portolan.v1.HostMode.HOST_MODE_UNSPECIFIED);
    assertThat(found(AT_HOME)).isEmpty();
  }

  @Test
  void listsCarryTheNameByTheModeOnly() {
    mode(HostMode.MERGE);

    List<ServiceSummary> listed =
        rig.stub().listServices(ListServicesRequest.getDefaultInstance()).getServicesList();

    assertThat(listed)
        .extracting(ServiceSummary::getHost)
        .containsExactly(AT_HOME, AT_HOME_IN_WEST);
    assertThat(listed).allMatch(each -> each.getNamesCount() == 0);
  }

  private ServiceSummary get() {
    return rig.stub()
        .getService(
            GetServiceRequest.newBuilder()
                .setOrigin(EAST.value())
                .setNamespace("bookinfo")
                .setName("reviews")
                .build())
        .getService();
  }

  private List<String> found(String name) {
    return rig
        .stub()
        .listServices(ListServicesRequest.newBuilder().setHost(name).build())
        .getServicesList()
        .stream()
        .map(each -> each.getService().getOrigin())
        .toList();
  }

  private void mode(HostMode mode) {
    rig.meshes(mesh("m", mode, EAST, WEST, NORTH));
  }

  private static ClientName name(String host, String code, OriginId... clusters) {
    return ClientName.newBuilder()
        .setHost(host)
        .setCode(code)
        .addAllClusters(List.of(clusters).stream().map(OriginId::value).toList())
        .build();
  }
}
