package dev.portolan.wire.xds;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.Liveness;
import dev.portolan.registry.LivenessKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryArbitraries;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Revision;
import dev.portolan.wire.FindingCodec;
import dev.portolan.wire.RecordEncoder;
import dev.portolan.wire.RevisionCodec;
import dev.portolan.wire.Standing;
import dev.portolan.wire.Violations;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RoundTripPropertyTest {
  @Property(tries = 200)
  void everyRecordComesBackAsItWas(
      @ForAll("records") Recorded<?> recorded, @ForAll("standings") Standing said) {
    ResourceType type = ResourceType.of(recorded.key().kind()).orElseThrow();
    Violations violations = new Violations();

    Any body = ResourceBytes.any(type, bytes(recorded, said));
    var decoded = ResourceDecoder.decode(type, ResourceNames.of(recorded.key()), body, violations);

    assertThat(violations.all()).isEmpty();
    assertThat(decoded)
        .contains(
            new Decoded(
                recorded, type == ResourceType.CLUSTER ? of(recorded, said) : Standing.NONE));
  }

  @Property(tries = 200)
  void localRecordsTravelWithoutProvenance(@ForAll("records") Recorded<?> recorded) {
    Recorded<?> local = Recorded.local(recorded.resource());
    ResourceType type = ResourceType.of(local.key().kind()).orElseThrow();
    Violations violations = new Violations();

    Any body = ResourceBytes.any(type, bytes(local, Standing.NONE));
    var decoded = ResourceDecoder.decode(type, ResourceNames.of(local.key()), body, violations);

    assertThat(decoded).contains(new Decoded(local, Standing.NONE));
  }

  @Property(tries = 200)
  void equalRecordsGiveEqualBytes(@ForAll("records") Recorded<?> recorded) {
    ResourceType type = ResourceType.of(recorded.key().kind()).orElseThrow();
    ByteString first = bytes(recorded, Standing.NONE);
    Recorded<?> copy =
        ResourceDecoder.decode(
                type,
                ResourceNames.of(recorded.key()),
                ResourceBytes.any(type, first),
                new Violations())
            .orElseThrow()
            .recorded();

    assertThat(bytes(copy, Standing.NONE)).isEqualTo(first);
  }

  @Property(tries = 200)
  void everyNameIsParsedBackToItsKey(@ForAll("keys") ResourceKey key) {
    ResourceType type = ResourceType.of(key.kind()).orElseThrow();

    assertThat(ResourceNames.parse(type, ResourceNames.of(key))).contains(key);
  }

  @Property(tries = 200)
  void noNameMakesTheParserThrow(@ForAll ResourceType type, @ForAll("anyNames") String name) {
    ResourceNames.parse(type, name)
        .ifPresent(key -> assertThat(ResourceNames.of(key)).isEqualTo(name));
  }

  @Property(tries = 200)
  void revisionsAndResumeTokensComeBack(@ForAll("revisions") Revision revision) {
    Violations violations = new Violations();

    assertThat(RevisionCodec.decode(RevisionCodec.encode(revision), violations)).contains(revision);
    assertThat(RevisionCodec.resumeToken(RevisionCodec.resumeToken(revision)).orElse(Revision.NONE))
        .isEqualTo(revision);
    Bookmark bookmark =
        new Bookmark(revision, Instant.ofEpochMilli(1_700_000_000_123L), "00000000000000cc");
    assertThat(ResourceDecoder.bookmark(bookmark.encode(), violations)).contains(bookmark);
  }

  @Property(tries = 50)
  void findingsComeBack(@ForAll FindingCode code, @ForAll String subject, @ForAll String message) {
    Finding finding = new Finding(code, subject, message);

    assertThat(FindingCodec.decode(FindingCodec.encode(finding))).contains(finding);
  }

  @Provide
  Arbitrary<Recorded<?>> records() {
    return RegistryArbitraries.recorded().filter(recorded -> travels(recorded.key()));
  }

  @Provide
  Arbitrary<ResourceKey> keys() {
    return RegistryArbitraries.keys().filter(RoundTripPropertyTest::travels);
  }

  @Provide
  Arbitrary<String> anyNames() {
    return Arbitraries.oneOf(
        Arbitraries.strings(), Arbitraries.strings().withChars("a-./Z").ofMaxLength(12));
  }

  @Provide
  Arbitrary<Revision> revisions() {
    return RegistryArbitraries.revisions();
  }

  private static boolean travels(ResourceKey key) {
    return ResourceType.of(key.kind()).isPresent();
  }

  @Provide
  Arbitrary<Standing> standings() {
    OriginId somebody = new OriginId("east-1");
    return Combinators.combine(
            Arbitraries.of(true, false), RegistryArbitraries.livenesses(somebody).optional())
        .as(Standing::new);
  }

  /** A cluster's message has its own origin only. */
  private static Standing of(Recorded<?> cluster, Standing said) {
    OriginId origin = cluster.key().owner().orElseThrow();
    return new Standing(
        said.reported(),
        said.liveness()
            .map(
                any ->
                    new Liveness(
                        new LivenessKey(origin), any.state(), any.silentSince(), any.lostFor())));
  }

  private static ByteString bytes(Recorded<?> recorded, Standing standing) {
    return ResourceBytes.of(RecordEncoder.encode(recorded, standing));
  }
}
