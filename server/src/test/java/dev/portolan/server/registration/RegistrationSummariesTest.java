package dev.portolan.server.registration;

import static dev.portolan.server.registration.TestSession.instance;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.OriginId;
import dev.portolan.v1.ListRegistrationSummariesRequest;
import dev.portolan.v1.ListRegistrationSummariesResponse;
import dev.portolan.v1.RegistrationSummary;
import dev.portolan.v1.RenewalState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the registry's readers are told of registrations, over real leases. */
@Timeout(60)
class RegistrationSummariesTest {
  private RegistrationRig rig = new RegistrationRig();

  @AfterEach
  void close() {
    rig.close();
    assertThat(rig.faults.causes()).isEmpty();
  }

  @Test
  void oneThatIsRenewedIsLiveForOneAndAHalfIntervalsThenSilent() {
    TestSession session = rig.session("vms", "one");
    session.register(instance("a", 30));
    rig.pass(Duration.ofSeconds(15));

    RegistrationSummary live = only(all());
    rig.pass(Duration.ofSeconds(1));
    RegistrationSummary silent = only(all());
    session.renew();

    assertThat(live.getState()).isEqualTo(RenewalState.RENEWAL_STATE_LIVE);
    assertThat(live.getSilence().getSeconds()).isEqualTo(15);
    assertThat(live.getLeft().getSeconds()).isEqualTo(15);
    assertThat(live.getHold()).isEmpty();
    assertThat(live.getRegistration().getSession().getName()).isEqualTo("one");
    assertThat(live.getRegistration().getTtl().getSeconds()).isEqualTo(30);
    assertThat(silent.getState()).isEqualTo(RenewalState.RENEWAL_STATE_SILENT);
    assertThat(silent.getLeft().getSeconds()).isEqualTo(14);
    assertThat(only(all()).getState()).isEqualTo(RenewalState.RENEWAL_STATE_LIVE);
    assertThat(only(all()).getLeft().getSeconds()).isEqualTo(30);
  }

  @Test
  void oneOfWhichNothingWasHeardSinceAStartSaysSoAndHasAWholeTtl() {
    rig.session("vms", "one").register(instance("a", 30));
    rig.pass(Duration.ofSeconds(20));
    rig = rig.restarted();

    RegistrationSummary unheard = only(all());

    assertThat(unheard.getState()).isEqualTo(RenewalState.RENEWAL_STATE_UNHEARD);
    assertThat(unheard.hasSilence()).isFalse();
    assertThat(unheard.getLeft().getSeconds()).isEqualTo(30);
  }

  @Test
  void whatIsHeldNamesItsHoldAndHasNothingLeft() {
    rig.session("vms", "one").register(instance("a", 30));
    rig.agentReports(new OriginId("east"));
    rig.pass(Duration.ofSeconds(40));
    RegistrationSummary overdue = only(all());
    rig.pass(Duration.ofSeconds(60));

    RegistrationSummary held = only(all());

    assertThat(overdue.getState()).isEqualTo(RenewalState.RENEWAL_STATE_SILENT);
    assertThat(overdue.getLeft()).isEqualTo(com.google.protobuf.Duration.getDefaultInstance());
    assertThat(overdue.hasLeft()).isTrue();
    assertThat(held.getState()).isEqualTo(RenewalState.RENEWAL_STATE_HELD);
    assertThat(held.getHold()).isEqualTo(rig.snapshot().holds(new OriginId("vms")).get(0).name());
    assertThat(held.hasLeft()).isFalse();
    assertThat(held.getSilence().getSeconds()).isEqualTo(100);
  }

  @Test
  void allOriginsAreListedInOrderPageByPage() {
    rig.session("vms", "one").register(instance("b", 30), instance("a", 30));
    rig.session("edge", "two").register(instance("c", 30));

    List<String> ids = new ArrayList<>();
    String token = "";
    do {
      ListRegistrationSummariesResponse page =
          rig.questions()
              .listRegistrationSummaries(
                  ListRegistrationSummariesRequest.newBuilder()
                      .setPageSize(1)
                      .setPageToken(token)
                      .build());
      page.getRegistrationsList().forEach(each -> ids.add(path(each)));
      token = page.getNextPageToken();
    } while (!token.isEmpty());

    assertThat(ids).containsExactly("edge/shop/orders/c", "vms/shop/orders/a", "vms/shop/orders/b");
  }

  @Test
  void filtersMatchOriginNamespaceAndService() {
    rig.session("vms", "one")
        .register(instance("a", 30), instance("b", 30).toBuilder().setService("stock").build());
    rig.session("edge", "two")
        .register(instance("c", 30).toBuilder().setNamespace("other").build());

    assertThat(paths(request().setOrigin("vms")))
        .containsExactly("vms/shop/orders/a", "vms/shop/stock/b");
    assertThat(paths(request().setNamespace("other"))).containsExactly("edge/other/orders/c");
    assertThat(paths(request().setService("stock"))).containsExactly("vms/shop/stock/b");
    assertThat(paths(request().setOrigin("nobody"))).isEmpty();
  }

  private List<String> paths(ListRegistrationSummariesRequest.Builder request) {
    return rig
        .questions()
        .listRegistrationSummaries(request.build())
        .getRegistrationsList()
        .stream()
        .map(RegistrationSummariesTest::path)
        .toList();
  }

  private List<RegistrationSummary> all() {
    return rig.questions().listRegistrationSummaries(request().build()).getRegistrationsList();
  }

  private static ListRegistrationSummariesRequest.Builder request() {
    return ListRegistrationSummariesRequest.newBuilder();
  }

  private static RegistrationSummary only(List<RegistrationSummary> summaries) {
    assertThat(summaries).hasSize(1);
    return summaries.get(0);
  }

  private static String path(RegistrationSummary summary) {
    return "%s/%s/%s/%s"
        .formatted(
            summary.getRegistration().getOrigin(),
            summary.getRegistration().getNamespace(),
            summary.getRegistration().getService(),
            summary.getRegistration().getId());
  }
}
