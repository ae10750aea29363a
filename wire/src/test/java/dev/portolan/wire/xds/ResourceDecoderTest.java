package dev.portolan.wire.xds;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.Status;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.Liveness;
import dev.portolan.registry.LivenessKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Provenance;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.ReportKey;
import dev.portolan.registry.ReportProgress;
import dev.portolan.v1.Service;
import dev.portolan.wire.RecordEncoder;
import dev.portolan.wire.Standing;
import dev.portolan.wire.Violations;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResourceDecoderTest {
  private static final OriginId EAST = new OriginId("east-1");
  private static final Recorded<Cluster> CLUSTER =
      new Recorded<>(Cluster.unknown(EAST), new Provenance(1, 2, Instant.ofEpochSecond(3)));

  private final Violations violations = new Violations();

  @Test
  void aClusterBringsItsOriginsProgress() {
    Decoded decoded =
        ResourceDecoder.decode(
                ResourceType.CLUSTER, "east-1", cluster(Standing.REPORTED), violations)
            .orElseThrow();

    ReportProgress progress = new ReportProgress(new ReportKey(EAST), 0, 0, false, true);
    assertThat(decoded.records())
        .isEqualTo(List.of(CLUSTER, new Recorded<>(progress, CLUSTER.provenance())));
  }

  @Test
  void aClusterThatNeverReportedSaysSo() {
    Decoded decoded =
        ResourceDecoder.decode(ResourceType.CLUSTER, "east-1", cluster(Standing.NONE), violations)
            .orElseThrow();

    assertThat(decoded.records().get(1).resource()).isEqualTo(ReportProgress.none(EAST));
  }

  @Test
  void aClusterBringsWhatIsSaidOfItsLifeOrThatNothingIs() {
    Liveness lost = Liveness.lost(EAST, Instant.ofEpochSecond(7), Duration.ofMinutes(2));
    Standing standing = new Standing(true, Optional.of(lost));

    Decoded decoded =
        ResourceDecoder.decode(ResourceType.CLUSTER, "east-1", cluster(standing), violations)
            .orElseThrow();
    Decoded live =
        ResourceDecoder.decode(
                ResourceType.CLUSTER, "east-1", cluster(Standing.REPORTED), violations)
            .orElseThrow();

    assertThat(decoded.records()).contains(new Recorded<>(lost, CLUSTER.provenance()));
    assertThat(decoded.absences()).isEmpty();
    assertThat(live.absences()).containsExactly(new LivenessKey(EAST));
  }

  @Test
  void aStateOfLifeThatALaterVersionKnowsHasNoConsequences() {
    var message =
        RecordEncoder.cluster(CLUSTER, Standing.REPORTED).toBuilder()
            .setLiveness(
                dev.portolan.v1.Liveness.newBuilder()
                    .setStateValue(99)
                    .setLostFor(com.google.protobuf.Duration.newBuilder().setSeconds(60)))
            .build();

    Decoded decoded =
        ResourceDecoder.decode(
                ResourceType.CLUSTER,
                "east-1",
                ResourceBytes.any(ResourceType.CLUSTER, ResourceBytes.of(message)),
                violations)
            .orElseThrow();

    assertThat(decoded.standing().liveness()).contains(Liveness.stale(EAST, Instant.EPOCH));
  }

  @Test
  void aResourceUnderAnotherNameIsRefused() {
    assertThat(
            ResourceDecoder.decode(
                ResourceType.CLUSTER, "west-1", cluster(Standing.REPORTED), violations))
        .isEmpty();
    assertThat(violations).hasToString("is named 'west-1' but holds 'east-1'");
  }

  @Test
  void aBodyOfAnotherTypeIsRefused() {
    assertThat(
            ResourceDecoder.decode(
                ResourceType.SERVICE, "east-1", cluster(Standing.REPORTED), violations))
        .isEmpty();
    assertThat(violations)
        .hasToString(
            "has type 'type.googleapis.com/portolan.v1.Cluster';"
                + " 'type.googleapis.com/portolan.v1.Service' is due");
  }

  @Test
  void bytesThatAreNoMessageAreRefused() {
    ByteString garbage = ByteString.copyFrom(new byte[] {(byte) 0xff, 1});

    assertThat(
            ResourceDecoder.decode(
                ResourceType.SLICE,
                "a/b/c/d",
                ResourceBytes.any(ResourceType.SLICE, garbage),
                violations))
        .isEmpty();
    assertThat(
            ResourceDecoder.bookmark(ResourceBytes.any(ResourceType.BOOKMARK, garbage), violations))
        .isEmpty();
    assertThat(violations.all()).hasSize(2);
  }

  @Test
  void equalMessagesGiveEqualBytesInWhateverOrderTheirMapsWereFilled() {
    Service.Builder rising = Service.newBuilder();
    Service.Builder falling = Service.newBuilder();
    for (int i = 0; i < 20; i++) {
      rising.putLabels("k" + i, "v");
      falling.putLabels("k" + (19 - i), "v");
    }

    assertThat(falling.build().toByteString()).isNotEqualTo(rising.build().toByteString());
    assertThat(ResourceBytes.of(falling.build())).isEqualTo(ResourceBytes.of(rising.build()));
  }

  @Test
  void aNackNamesItsResources() {
    List<Rejection> rejections =
        List.of(
            new Rejection("a/b/c", "v1", "too long ".repeat(100)), new Rejection("d", "v2", ""));

    assertThat(Rejection.ofNack(Rejection.nack(rejections))).contains(rejections);
    assertThat(rejections.get(0).reason()).hasSize(Rejection.MAX_REASON).endsWith("…");
  }

  @Test
  void aNackWithoutNamesRefusesTheWholeResponse() {
    Status manyNamed =
        Rejection.nack(Collections.nCopies(Rejection.MAX + 1, new Rejection("a", "1", "")));
    Status unreadable =
        Status.newBuilder()
            .addDetails(
                Any.newBuilder()
                    .setTypeUrl("type.googleapis.com/portolan.v1.Rejections")
                    .setValue(ByteString.copyFromUtf8("x")))
            .build();

    assertThat(Rejection.ofNack(Status.newBuilder().setCode(3).build())).isEmpty();
    assertThat(Rejection.ofNack(Rejection.nack(List.of()))).isEmpty();
    assertThat(Rejection.ofNack(manyNamed)).isEmpty();
    assertThat(Rejection.ofNack(unreadable)).isEmpty();
  }

  private static Any cluster(Standing standing) {
    return ResourceBytes.any(
        ResourceType.CLUSTER, ResourceBytes.of(RecordEncoder.cluster(CLUSTER, standing)));
  }
}
