package dev.portolan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.portolan.cli.hub.SampleRegistry;
import dev.portolan.v1.AgentExplanation;
import dev.portolan.v1.Capacity;
import dev.portolan.v1.DestinationTier;
import dev.portolan.v1.EndpointExplanation;
import dev.portolan.v1.ExplainHostResponse;
import dev.portolan.v1.ExportOptIn;
import dev.portolan.v1.Finding;
import dev.portolan.v1.HostMode;
import dev.portolan.v1.Liveness;
import dev.portolan.v1.LivenessState;
import dev.portolan.v1.LocalityCapacity;
import dev.portolan.v1.OriginExplanation;
import dev.portolan.v1.OriginFate;
import dev.portolan.v1.PartitionAction;
import dev.portolan.v1.PartitionExplanation;
import dev.portolan.v1.PartitionSource;
import dev.portolan.v1.Protocol;
import dev.portolan.v1.Provenance;
import dev.portolan.v1.Revision;
import dev.portolan.v1.ServicePort;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExplainCommandTest {
  private final CommandRig rig = new CommandRig();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void tellsTheWholeStory() {
    rig.hub.registry().explanations.put("bookinfo/reviews", reviews().build());

    assertThat(rig.run("explain", "host", "bookinfo/reviews", "--in", "west-1")).isZero();

    assertThat(rig.out().lines().map(line -> line.replaceAll(" {3,}", "  ")))
        .containsExactly(
            "bookinfo/reviews is reviews.bookinfo.svc.clusterset.local for clients in west-1 (virtual"
                + " mesh shop, mode global), port 9080/http.",
            "Order: as failover policy near-first says. Requests: retries by patient, timeout by"
                + " patient.",
            "Who may call the workloads in west-1: as access policy front-only says.",
            "",
            "ORIGIN  USED  TIER  SHARE  READY  STATE  CHANGED  WHY",
            "east-1  yes  0  75%  3/3  live  90s  directly",
            "east-2  yes  0  25%  1/2  stale 20s  90s  through its east-west gateway; withdrawn,"
                + " but hold 1a2b3c4d keeps it",
            "far-1  no  -  -  0/0  away  90s  not a member of virtual mesh shop",
            "old-1  no  -  -  2/2  lost 90s  90s  lost, and the partition rule takes it out",
            "",
            "The agent of west-1 has this in force (revision 17).",
            "",
            "Findings:",
            "  PTL0130 DestinationsWithdrawn cluster/old-1: old-1 is lost.");
  }

  @Test
  void saysWhatIsDoneAboutALostOriginAndByWhoseWord() {
    assertThat(lost(PartitionAction.PARTITION_ACTION_DEMOTE, true))
        .contains("directly; put last, as failover policy last says");
    assertThat(lost(PartitionAction.PARTITION_ACTION_DEMOTE, false))
        .contains("directly; put last 60s after it was lost, as failover policy last says");
    assertThat(lost(PartitionAction.PARTITION_ACTION_WITHDRAW, false))
        .contains("directly; taken out 60s after it was lost, as failover policy last says");
    assertThat(lost(PartitionAction.PARTITION_ACTION_KEEP, false))
        .contains("directly; kept, as failover policy last says");
    assertThat(withdrawn(PartitionSource.PARTITION_SOURCE_FAILOVER_POLICY))
        .contains("lost, and failover policy last takes it out");
    assertThat(withdrawn(PartitionSource.PARTITION_SOURCE_SERVICE))
        .contains("lost, and a label of the service takes it out");
    assertThat(withdrawn(PartitionSource.PARTITION_SOURCE_MESH_HOST))
        .contains("lost, and virtual mesh shop's rule for the host takes it out");
    assertThat(withdrawn(PartitionSource.PARTITION_SOURCE_MESH))
        .contains("lost, and virtual mesh shop takes it out");
  }

  @Test
  void saysThatMeshesRefuseEachOther() {
    assertThat(told(origin("east-1", OriginFate.ORIGIN_FATE_UNVERIFIED, 1, 1)))
        .contains("the meshes refuse each other's certificates: see the findings\n");
  }

  @Test
  void saysHowAServiceAsksInVain() {
    assertThat(
            told(
                origin("east-1", OriginFate.ORIGIN_FATE_NOT_EXPORTED, 1, 1)
                    .addAsks(ExportOptIn.EXPORT_OPT_IN_ANNOTATION)
                    .addAsks(ExportOptIn.EXPORT_OPT_IN_SERVICE_EXPORT)))
        .contains(
            "no export rule of virtual mesh shop selects it; it asks by annotation,serviceExport,"
                + " which exports.optIn does not name");
    assertThat(told(origin("east-1", OriginFate.ORIGIN_FATE_NOT_EXPORTED, 1, 1)))
        .contains("no export rule of virtual mesh shop selects it\n");
  }

  private String lost(PartitionAction action, boolean inForce) {
    PartitionExplanation.Builder partition =
        PartitionExplanation.newBuilder()
            .setSource(PartitionSource.PARTITION_SOURCE_FAILOVER_POLICY)
            .setFailoverPolicy("last")
            .setInForce(inForce);
    partition.getRuleBuilder().setAction(action).getGraceBuilder().setSeconds(60);
    return told(
        origin("old-1", OriginFate.ORIGIN_FATE_USED, 1, 1)
            .addTiers(tier(1, false))
            .setPartition(partition));
  }

  private String withdrawn(PartitionSource source) {
    PartitionExplanation.Builder partition =
        PartitionExplanation.newBuilder().setSource(source).setInForce(true);
    if (source == PartitionSource.PARTITION_SOURCE_FAILOVER_POLICY) {
      partition.setFailoverPolicy("last");
    }
    return told(origin("old-1", OriginFate.ORIGIN_FATE_WITHDRAWN, 1, 1).setPartition(partition));
  }

  private String told(OriginExplanation.Builder origin) {
    origin.setLiveness(silent(LivenessState.LIVENESS_STATE_LOST, 90));
    rig.hub
        .registry()
        .explanations
        .put("bookinfo/reviews", reviews().clearOrigins().addOrigins(origin).build());
    rig.out.getBuffer().setLength(0);
    rig.run("explain", "host", "bookinfo/reviews", "--in", "west-1");
    return rig.out();
  }

  @Test
  void saysWhyThereIsNothing() {
    rig.hub
        .registry()
        .explanations
        .put(
            "bookinfo/reviews",
            ExplainHostResponse.newBuilder()
                .setNamespace("bookinfo")
                .setName("reviews")
                .addOrigins(origin("east-1", OriginFate.ORIGIN_FATE_NOT_A_MEMBER, 1, 1))
                .setAgent(AgentExplanation.getDefaultInstance())
                .setSurroundingsAssumed(true)
                .build());

    assertThat(rig.run("explain", "host", "bookinfo/reviews", "--in", "west-1")).isZero();

    assertThat(rig.out())
        .contains(
            "bookinfo/reviews is not there for clients in west-1, which is in no virtual mesh.")
        .contains("west-1 is in no virtual mesh\n")
        .contains("The agent of west-1 has not been heard. It has not said which namespaces")
        .doesNotContain("Findings");
  }

  @Test
  void saysWhatBecameOfAnEndpoint() {
    EndpointExplanation.Builder found =
        EndpointExplanation.newBuilder().setOrigin("east-1").setSlice("reviews-x");
    assertThat(endpoint(found.setReady(true).setDestination(true).setTier(1).setWeight(3)))
        .contains("10.0.0.1 of east-1, in slice reviews-x, is a destination: tier 1, weight 3.");
    assertThat(endpoint(found.clear().setOrigin("east-1")))
        .contains("is not used: it is not ready.");
    assertThat(endpoint(found.clear().setOrigin("east-2").setReady(true).setBehindGateway(true)))
        .contains("is reached through the east-west gateway of east-2.");
    assertThat(endpoint(found.clear().setOrigin("old-1").setReady(true)))
        .contains("is not used: lost, and the partition rule takes it out.");
    assertThat(endpoint(found.clear().setOrigin("east-2").setReady(true)))
        .contains("is not used: it has no sidecar.");
  }

  @Test
  void saysThatNoEndpointHasTheAddress() {
    rig.hub.registry().explanations.put("bookinfo/reviews", reviews().build());

    assertThat(
            rig.run(
                "explain", "host", "bookinfo/reviews", "--in", "west-1", "--endpoint", "10.9.9.9"))
        .isZero();

    assertThat(rig.out()).contains("No endpoint of the host has the address 10.9.9.9.");
  }

  @Test
  void breaksLinesAtTheTerminalsEdge() {
    rig.width = 80;
    rig.hub.registry().explanations.put("bookinfo/reviews", reviews().build());

    assertThat(rig.run("explain", "host", "bookinfo/reviews", "--in", "west-1")).isZero();

    assertThat(rig.out().lines()).noneMatch(line -> line.length() > 80);
  }

  @Test
  void isAlsoThereForMachines() {
    rig.hub.registry().explanations.put("bookinfo/reviews", reviews().build());

    assertThat(rig.run("explain", "host", "bookinfo/reviews", "--in", "west-1", "-o", "json"))
        .isZero();

    assertThat(rig.out()).contains("\"fate\": \"ORIGIN_FATE_USED\"").contains("\"sequence\"");
  }

  @Test
  void wantsToKnowInWhichCluster() {
    assertThat(rig.run("explain", "host", "bookinfo/reviews")).isEqualTo(2);

    assertThat(rig.err()).contains("--in");
  }

  @Test
  void aHostThatNobodyOffersIsNotFound() {
    assertThat(rig.run("explain", "host", "bookinfo/nothing", "--in", "west-1")).isEqualTo(3);

    assertThat(rig.err()).contains("no origin offers bookinfo/nothing");
  }

  private String endpoint(EndpointExplanation.Builder found) {
    rig.hub.registry().explanations.put("bookinfo/reviews", reviews().addEndpoints(found).build());
    rig.out.getBuffer().setLength(0);
    rig.run("explain", "host", "bookinfo/reviews", "--in", "west-1", "--endpoint", "10.0.0.1");
    return rig.out();
  }

  private static ExplainHostResponse.Builder reviews() {
    return ExplainHostResponse.newBuilder()
        .setNamespace("bookinfo")
        .setName("reviews")
        .setVirtualMesh("shop")
        .setFqdn("reviews.bookinfo.svc.clusterset.local")
        .setMode(HostMode.HOST_MODE_GLOBAL)
        .addPorts(
            ServicePort.newBuilder()
                .setName("http")
                .setNumber(9080)
                .setProtocol(Protocol.PROTOCOL_HTTP))
        .setFailoverPolicy("near-first")
        .setAccessPolicy("front-only")
        .putTrafficPolicies("timeout", "patient")
        .putTrafficPolicies("retries", "patient")
        .addAllOrigins(
            List.of(
                origin("east-1", OriginFate.ORIGIN_FATE_USED, 3, 3)
                    .setConnected(true)
                    .addTiers(tier(3, false))
                    .build(),
                origin("east-2", OriginFate.ORIGIN_FATE_USED, 1, 2)
                    .setHold("1a2b3c4d")
                    .setLiveness(silent(LivenessState.LIVENESS_STATE_STALE, 20))
                    .addTiers(tier(1, true))
                    .build(),
                origin("far-1", OriginFate.ORIGIN_FATE_NOT_A_MEMBER, 0, 0).build(),
                origin("old-1", OriginFate.ORIGIN_FATE_WITHDRAWN, 2, 2)
                    .setLiveness(silent(LivenessState.LIVENESS_STATE_LOST, 90))
                    .build()))
        .addFindings(
            Finding.newBuilder()
                .setCode("PTL0130")
                .setReason("DestinationsWithdrawn")
                .setSubject("cluster/old-1")
                .setMessage("old-1 is lost."))
        .setAgent(
            AgentExplanation.newBuilder()
                .setConnected(true)
                .setHeard(true)
                .setUpToDate(true)
                .setApplied(Revision.newBuilder().setSequence(17)));
  }

  private static OriginExplanation.Builder origin(
      String name, OriginFate fate, int ready, int endpoints) {
    return OriginExplanation.newBuilder()
        .setOrigin(name)
        .setFate(fate)
        .setEndpoints(endpoints)
        .setCapacity(
            Capacity.newBuilder().addLocalities(LocalityCapacity.newBuilder().setMeshed(ready)))
        .setProvenance(
            Provenance.newBuilder().setReportTime(time(SampleRegistry.NOW.minusSeconds(90))));
  }

  private static DestinationTier tier(long weight, boolean gateway) {
    return DestinationTier.newBuilder().setWeight(weight).setGateway(gateway).build();
  }

  private static Liveness silent(LivenessState state, long seconds) {
    return Liveness.newBuilder()
        .setState(state)
        .setSilentSinceTime(time(SampleRegistry.NOW.minusSeconds(seconds)))
        .build();
  }

  private static Timestamp time(Instant instant) {
    return Timestamp.newBuilder().setSeconds(instant.getEpochSecond()).build();
  }
}
