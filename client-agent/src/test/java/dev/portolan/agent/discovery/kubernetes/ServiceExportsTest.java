package dev.portolan.agent.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.agent.discovery.objects.ObjectKind;
import dev.portolan.registry.ExportRequests;
import dev.portolan.registry.ExportRules.OptIn;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.ServiceKey;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A kind that a cluster has or has not, and that can go with all its objects. */
@Timeout(120)
class ServiceExportsTest {
  private static final ExportRequests NEITHER =
      ExportRequests.of(Set.of(), Set.of(OptIn.ANNOTATION, OptIn.SERVICE_EXPORT));
  private static final ExportRequests EXPORTED =
      ExportRequests.of(Set.of(OptIn.SERVICE_EXPORT), Set.of(OptIn.ANNOTATION));
  private static final ExportRequests UNTOLD =
      ExportRequests.of(Set.of(), Set.of(OptIn.ANNOTATION));

  private final FakeApiServer server = new FakeApiServer().start();
  private final SourceRig rig = new SourceRig(server);

  @BeforeEach
  void fill() {
    Samples.cluster().forEach(server::put);
  }

  @AfterEach
  void close() {
    rig.close();
    server.close();
  }

  @Test
  void aClusterWithoutTheKindIsCompleteAndCannotTell() {
    LocalState state = rig.awaitState(LocalState::complete);

    assertThat(requests(state, "cart")).isEqualTo(UNTOLD);
    assertThat(state.findings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1beta1", "v1alpha1"})
  void aServiceAsksByTheObjectOfItsName(String version) {
    server.exports().serve(version);
    server.put(ObjectKind.SERVICE_EXPORT, Samples.export("shop", "cart"));

    LocalState state = rig.awaitState(LocalState::complete);

    assertThat(requests(state, "cart")).isEqualTo(EXPORTED);
    assertThat(requests(state, "orders")).isEqualTo(NEITHER);
    assertThat(state.findings()).isEmpty();
  }

  @Test
  void aKindThatComesLaterIsRead() {
    rig.awaitState(LocalState::complete);

    server.put(ObjectKind.SERVICE_EXPORT, Samples.export("shop", "cart"));
    server.exports().serve("v1beta1");

    LocalState state = rig.awaitState(now -> requests(now, "cart").equals(EXPORTED));
    assertThat(requests(rig.awaitState(now -> requests(now, "orders").equals(NEITHER)), "orders"))
        .isEqualTo(NEITHER);
    assertThat(state.complete()).isTrue();
  }

  @Test
  void oneThatIsDeletedAloneIsBelieved() {
    server.exports().serve("v1beta1");
    server.put(ObjectKind.SERVICE_EXPORT, Samples.export("shop", "cart"));
    server.put(ObjectKind.SERVICE_EXPORT, Samples.export("shop", "orders"));
    rig.awaitState(state -> requests(state, "orders").equals(EXPORTED));

    server.delete(ObjectKind.SERVICE_EXPORT, "shop", "cart");
    LocalState one = rig.awaitState(state -> requests(state, "cart").equals(NEITHER));
    assertThat(requests(one, "orders")).isEqualTo(EXPORTED);

    server.delete(ObjectKind.SERVICE_EXPORT, "shop", "orders");
    LocalState none = rig.awaitState(state -> requests(state, "orders").equals(NEITHER));
    assertThat(none.findings()).isEmpty();
  }

  @Test
  void whatIsDeletedAlongWithItsKindCountsOnAndIsTold() {
    server.exports().serve("v1beta1");
    server.put(ObjectKind.SERVICE_EXPORT, Samples.export("shop", "cart"));
    rig.awaitState(state -> state.complete() && requests(state, "cart").equals(EXPORTED));

    // As an API server deletes a definition: no more can be made, then each goes, then the kind.
    server.exports().terminate();
    server.delete(ObjectKind.SERVICE_EXPORT, "shop", "cart");
    Awaitility.await()
        .pollDelay(SourceRig.SETTINGS.absenceGrace().multipliedBy(2))
        .until(() -> true);
    server.exports().serve();
    server.cutWatches();

    LocalState gone = rig.awaitState(state -> found(state, FindingCode.EXPORT_REQUESTS_KEPT));
    assertThat(gone.findings())
        .extracting(Finding::subject)
        .containsExactly("apiserver/serviceexport");
    neverWithdrawn();

    server.exports().serve("v1beta1");
    LocalState back = rig.awaitState(state -> requests(state, "cart").equals(NEITHER));
    assertThat(back.findings()).as("read again, and it is not there").isEmpty();
  }

  @Test
  void aKindThatCannotBeFoundOutAboutTakesNothingBack() {
    server.exports().serve("v1beta1");
    server.put(ObjectKind.SERVICE_EXPORT, Samples.export("shop", "cart"));
    rig.awaitState(state -> state.complete() && requests(state, "cart").equals(EXPORTED));

    server.refuse(ObjectKind.SERVICE_EXPORT, 503, 0, -1);
    server.forgetAll(ObjectKind.SERVICE_EXPORT);
    LocalState refused = rig.awaitState(state -> found(state, FindingCode.API_UNAVAILABLE));
    assertThat(refused.findings().toString()).contains("apiserver/serviceexport");
    rig.awaitProbe();
    neverWithdrawn();

    server.relent();
    rig.awaitState(state -> requests(state, "cart").equals(NEITHER));
  }

  @Test
  void whoMayNotReadTheKindIsCompleteAndSaysSo() {
    server.exports().serve("v1beta1");
    server.put(ObjectKind.SERVICE_EXPORT, Samples.export("shop", "cart"));
    server.refuse(ObjectKind.SERVICE_EXPORT, 403, 0, -1);

    LocalState state =
        rig.awaitState(now -> now.complete() && found(now, FindingCode.API_FORBIDDEN));

    assertThat(requests(state, "cart")).isEqualTo(UNTOLD);
    server.relent();
    LocalState allowed = rig.awaitState(now -> requests(now, "cart").equals(EXPORTED));
    assertThat(found(allowed, FindingCode.API_FORBIDDEN)).isFalse();
  }

  @Test
  void aServiceAsksByItsAnnotation() {
    server.put(
        ObjectKind.SERVICE,
        new ServiceBuilder(Samples.service("shop", "cart"))
            .editMetadata()
            .addToAnnotations("portolan.dev/export", "true")
            .endMetadata()
            .build());
    rig.awaitState(state -> requests(state, "cart").made().equals(Set.of(OptIn.ANNOTATION)));

    server.put(ObjectKind.SERVICE, Samples.service("shop", "cart"));

    rig.awaitState(state -> requests(state, "cart").equals(UNTOLD));
  }

  private void neverWithdrawn() {
    List<LocalState> since = rig.states().stream().filter(LocalState::complete).toList();
    assertThat(since).isNotEmpty().allMatch(state -> requests(state, "cart").equals(EXPORTED));
  }

  private static boolean found(LocalState state, FindingCode code) {
    return state.findings().stream().anyMatch(finding -> finding.code() == code);
  }

  private static ExportRequests requests(LocalState state, String service) {
    return state
        .origin()
        .flatMap(origin -> state.records().service(new ServiceKey(origin, "shop", service)))
        .map(found -> found.requests())
        .orElse(ExportRequests.UNTOLD);
  }
}
