package dev.portolan.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.HostKey;
import dev.portolan.registry.Revision;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IstioTranslatorTest {
  private static final Revision REVISION = new Revision("00000000000000aa", 7);

  @Test
  void aPodsLabelsCannotPassForOurs() {
    HostObjects objects =
        IstioTranslator.translate(
            TestPlans.throughGateway(
                Map.of(
                    "version",
                    "v1",
                    Marks.CLUSTER,
                    "evil",
                    Marks.tier(2),
                    "1",
                    "topology.istio.io/network",
                    "net-9",
                    "istio-locality",
                    "mars")),
            REVISION);

    assertThat(objects.serviceEntry().getSpec().getEndpoints().get(0).getLabels())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("version", "v1", Marks.CLUSTER, "a", Marks.TLS_MODE, "istio"));
  }

  @Test
  void aNewRevisionChangesTheAnnotationAndNothingElse() {
    HostObjects before = IstioTranslator.translate(TestPlans.throughGateway(Map.of()), REVISION);
    HostObjects after =
        IstioTranslator.translate(TestPlans.throughGateway(Map.of()), REVISION.next());

    ObjectMeta metadata = after.serviceEntry().getMetadata();
    assertThat(metadata.getAnnotations().get(Marks.REVISION)).isEqualTo("00000000000000aa.8");
    metadata.getAnnotations().put(Marks.REVISION, REVISION.toString());
    assertThat(after.serviceEntry()).isEqualTo(before.serviceEntry());
  }

  @Test
  void theSpecHashFollowsTheSpec() {
    HostObjects one = IstioTranslator.translate(TestPlans.throughGateway(Map.of()), REVISION);
    HostObjects other =
        IstioTranslator.translate(TestPlans.throughGateway(Map.of("version", "v2")), REVISION);

    assertThat(hash(other.serviceEntry().getMetadata()))
        .isNotEqualTo(hash(one.serviceEntry().getMetadata()));
    assertThat(hash(other.destinationRule().getMetadata()))
        .isEqualTo(hash(one.destinationRule().getMetadata()));
  }

  @Test
  void longNamesAreCutAndStayDifferent() {
    String prefix = "a".repeat(39) + "-";

    String one = ObjectNames.of(prefix + "one", prefix + "one.shop.svc.clusterset.local");
    String other = ObjectNames.of(prefix + "two", prefix + "two.shop.svc.clusterset.local");

    assertThat(one).hasSize(58).startsWith("portolan-" + prefix).isNotEqualTo(other);
  }

  @Test
  void aShardBelongsToItsHostByName() {
    String host = IstioTranslator.objectName(new HostKey("shop", "cart-1"), "cart-1.shop.global");

    assertThat(IstioTranslator.hostName(host)).isEqualTo(host);
    assertThat(IstioTranslator.hostName(ObjectNames.shard(host, 31))).isEqualTo(host);
    assertThat(IstioTranslator.hostName("portolan-cart-1")).isEqualTo("portolan-cart-1");
  }

  private static @Nullable String hash(ObjectMeta metadata) {
    return metadata.getAnnotations().get(Marks.SPEC_HASH);
  }
}
