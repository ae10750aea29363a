package dev.portolan.server.query;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.WEST;
import static dev.portolan.server.control.SampleRecords.cluster;
import static dev.portolan.server.control.SampleRecords.mesh;
import static dev.portolan.server.control.SampleRecords.service;
import static dev.portolan.server.control.SampleRecords.slice;
import static dev.portolan.server.query.QueryRig.codeOf;
import static dev.portolan.server.query.QueryRig.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.portolan.federation.Surroundings;
import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.FailoverTier;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.Liveness;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PartitionRule;
import dev.portolan.registry.PolicyKey;
import dev.portolan.translate.IstioTranslator;
import dev.portolan.v1.EndpointExplanation;
import dev.portolan.v1.ExplainHostRequest;
import dev.portolan.v1.ExplainHostResponse;
import dev.portolan.v1.Finding;
import dev.portolan.v1.LivenessState;
import dev.portolan.v1.OriginExplanation;
import dev.portolan.v1.OriginFate;
import dev.portolan.v1.PartitionExplanation;
import dev.portolan.v1.PartitionSource;
import dev.portolan.wire.PartitionRulesCodec;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Why hosts are as they are. */
@Timeout(60)
class HostQuestionsTest {
  private static final OriginId FAR = new OriginId("far-1");

  private final QueryRig rig = new QueryRig();

  @BeforeEach
  void fill() {
    rig.put(
        EAST, cluster(EAST, "one"), service(EAST, "reviews", 80), slice(EAST, "reviews", "r-1", 3));
    rig.put(WEST, cluster(WEST, "one"), service(WEST, "ratings", 80));
    rig.put(FAR, cluster(FAR, "one"), service(FAR, "reviews", 80));
    rig.meshes(mesh("shop", EAST, WEST));
    rig.amid(WEST, Surroundings.of(Set.of("bookinfo")));
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void saysWhereTheHostLeadsAndWhyNotElsewhere() {
    ExplainHostResponse answer = explain("bookinfo/reviews", WEST);

    assertThat(answer.getFqdn()).isEqualTo("reviews.bookinfo.svc.clusterset.local");
    assertThat(answer.getVirtualMesh()).isEqualTo("shop");
    assertThat(answer.getPortsList()).singleElement().matches(port -> port.getNumber() == 80);
    assertThat(answer.getOriginsList())
        .extracting(OriginExplanation::getOrigin, OriginExplanation::getFate)
        .containsExactly(
            tuple("east-1", OriginFate.ORIGIN_FATE_USED),
            tuple("far-1", OriginFate.ORIGIN_FATE_NOT_A_MEMBER));
    OriginExplanation east = answer.getOrigins(0);
    assertThat(east.getEndpoints()).isEqualTo(3);
    assertThat(east.getProvenance().getLastSequence()).isPositive();
    assertThat(east.getTiersList())
        .singleElement()
        .matches(tier -> tier.getDestinations() == 3 && tier.getWeight() == 3);
    assertThat(answer.getSurroundingsAssumed()).isFalse();
  }

  @Test
  void takesTheNamesThatClientsUse() {
    for (String name : new String[] {"reviews.bookinfo", "reviews.bookinfo.svc.clusterset.local"}) {
      assertThat(explain(name, WEST).getName()).isEqualTo("reviews");
    }
  }

  @Test
  void usesWhatTheAgentHasSaidOfItsCluster() {
    rig.amid(WEST, Surroundings.of(Set.of("other")));

    ExplainHostResponse answer = explain("bookinfo/reviews", WEST);

    assertThat(answer.getFqdn()).isEmpty();
    assertThat(answer.getOrigins(0).getFate()).isEqualTo(OriginFate.ORIGIN_FATE_HOST_OMITTED);
    assertThat(answer.getFindingsList()).extracting(Finding::getCode).containsExactly("PTL0107");
  }

  @Test
  void assumesTheUsualOfAClusterWhoseAgentHasSaidNothing() {
    rig.agent(WEST, false);

    ExplainHostResponse answer = explain("bookinfo/reviews", WEST);

    assertThat(answer.getSurroundingsAssumed()).isTrue();
    assertThat(answer.getFqdn()).isNotEmpty();
    assertThat(answer.getAgent().getHeard()).isFalse();
  }

  @Test
  void saysWhatTheAgentMadeOfIt() {
    rig.catchesUp(WEST);
    assertThat(explain("bookinfo/reviews", WEST).getAgent().getUpToDate()).isTrue();

    rig.put(WEST, service(WEST, "other", 80));
    assertThat(explain("bookinfo/reviews", WEST).getAgent().getUpToDate()).isTrue();

    rig.put(EAST, slice(EAST, "reviews", "r-1", 2));
    assertThat(explain("bookinfo/reviews", WEST).getAgent().getUpToDate()).isFalse();
  }

  @Test
  void passesOnWhatTheAgentFoundAboutTheHostAndNothingElse() {
    rig.finds(WEST, FindingCode.WRITE_FORBIDDEN, "ServiceEntry/bookinfo/ratings-12345678");
    assertThat(explain("bookinfo/reviews", WEST).getAgent().getFindingsList()).isEmpty();

    String object =
        IstioTranslator.objectName(
            service(EAST, "reviews", 80).key().host(), "reviews.bookinfo.svc.clusterset.local");
    rig.finds(WEST, FindingCode.WRITE_FORBIDDEN, "ServiceEntry/bookinfo/" + object);
    assertThat(explain("bookinfo/reviews", WEST).getAgent().getFindingsList()).hasSize(1);
  }

  @Test
  void saysWhatBecameOfAnEndpoint() {
    String address = slice(EAST, "reviews", "r-1", 3).endpoints().get(1).address();

    ExplainHostResponse answer = explain("bookinfo/reviews", WEST, address);

    assertThat(answer.getEndpointsList())
        .containsExactly(
            EndpointExplanation.newBuilder()
                .setOrigin("east-1")
                .setSlice("r-1")
                .setReady(true)
                .setMeshed(slice(EAST, "reviews", "r-1", 3).endpoints().get(1).meshed())
                .setDestination(true)
                .setTier(answer.getOrigins(0).getTiers(0).getTier())
                .setWeight(1)
                .build());
    assertThat(explain("bookinfo/reviews", WEST, "192.0.2.1").getEndpointsList()).isEmpty();
  }

  @Test
  void saysThatAnOriginIsLost() {
    rig.judge(EAST, Liveness.lost(EAST, QueryRig.NOW.minusSeconds(90), Duration.ZERO));

    assertThat(explain("bookinfo/reviews", WEST).getOrigins(0).getLiveness().getState())
        .isEqualTo(LivenessState.LIVENESS_STATE_LOST);
  }

  @Test
  void saysWhatIsDoneAboutALossAndWhoSaysSo() {
    PartitionRule rule = new PartitionRule(PartitionRule.Action.WITHDRAW, Duration.ofSeconds(60));
    rig.rules(
        mesh("shop", EAST, WEST),
        new FailoverPolicy(
                PolicyKey.failover("stale-is-worse"),
                mesh("shop", EAST, WEST).key(),
                List.of(HostSelector.ALL),
                List.of(new FailoverTier.Near(FailoverTier.Distance.ANY)))
            .with(rule));
    assertThat(lossOf(EAST, WEST))
        .isEqualTo(
            PartitionExplanation.newBuilder()
                .setRule(PartitionRulesCodec.encode(rule))
                .setSource(PartitionSource.PARTITION_SOURCE_FAILOVER_POLICY)
                .setFailoverPolicy("stale-is-worse")
                .build());
    assertThat(explain("bookinfo/reviews", EAST).getOrigins(0).hasPartition()).isFalse();
    assertThat(explain("bookinfo/reviews", WEST).getOrigins(1).hasPartition()).isFalse();

    rig.judge(EAST, Liveness.lost(EAST, QueryRig.NOW.minusSeconds(90), Duration.ofSeconds(60)));

    assertThat(lossOf(EAST, WEST).getInForce()).isTrue();
    assertThat(explain("bookinfo/reviews", WEST).getOrigins(0).getFate())
        .isEqualTo(OriginFate.ORIGIN_FATE_WITHDRAWN);
    rig.meshes(mesh("shop", EAST, WEST));
    assertThat(lossOf(EAST, WEST).getSource()).isEqualTo(PartitionSource.PARTITION_SOURCE_MESH);
  }

  private PartitionExplanation lossOf(OriginId origin, OriginId cluster) {
    return explain("bookinfo/reviews", cluster).getOriginsList().stream()
        .filter(found -> found.getOrigin().equals(origin.value()))
        .findFirst()
        .orElseThrow()
        .getPartition();
  }

  @Test
  void ofAClusterInNoVirtualMeshNobodyIsUsed() {
    ExplainHostResponse answer = explain("bookinfo/reviews", FAR);

    assertThat(answer.getVirtualMesh()).isEmpty();
    assertThat(answer.getOriginsList())
        .extracting(OriginExplanation::getFate)
        .containsOnly(OriginFate.ORIGIN_FATE_NOT_A_MEMBER);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(codeOf(() -> explain("bookinfo/nothing", WEST))).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(failureOf(() -> explain("bookinfo/reviews", new OriginId("wset-1"))))
        .hasMessageContaining("known are east-1, far-1, west-1");
  }

  @Test
  void whatIsNoNameIsNamed() {
    assertThat(failureOf(() -> explain("reviews", WEST)))
        .hasMessageContaining("host")
        .hasMessageContaining("'reviews'")
        .hasMessageContaining("<namespace>/<name>");
    assertThat(failureOf(() -> explain("bookinfo/reviews", WEST, "10.0.0")))
        .hasMessageContaining("endpoint");
    assertThat(codeOf(() -> explain("", WEST))).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  private ExplainHostResponse explain(String host, OriginId cluster) {
    return explain(host, cluster, "");
  }

  private ExplainHostResponse explain(String host, OriginId cluster, String endpoint) {
    return rig.stub()
        .explainHost(
            ExplainHostRequest.newBuilder()
                .setHost(host)
                .setCluster(cluster.value())
                .setEndpoint(endpoint)
                .build());
  }
}
