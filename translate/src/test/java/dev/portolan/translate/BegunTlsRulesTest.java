package dev.portolan.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Revision;
import io.fabric8.istio.api.api.networking.v1alpha3.ClientTLSSettings;
import io.fabric8.istio.api.api.networking.v1alpha3.ClientTLSSettingsTLSmode;
import io.fabric8.istio.api.api.networking.v1alpha3.PortSelector;
import io.fabric8.istio.api.api.networking.v1alpha3.TrafficPolicy;
import io.fabric8.istio.api.api.networking.v1alpha3.TrafficPolicyPortTrafficPolicy;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** TLS that proxies begin is verified, for one name, and of nobody who takes another kind. */
class BegunTlsRulesTest {
  @Test
  void goodObjectsHaveNoProblem() {
    assertThat(IstioRules.check(good())).isEmpty();
  }

  @TestFactory
  List<DynamicTest> findsWhatIsWrong() {
    return List.of(
        tls(
            "TLS ISTIO_MUTUAL for all ports",
            tls -> tls.setMode(ClientTLSSettingsTLSmode.ISTIO_MUTUAL)),
        tls("TLS DISABLE for all ports", tls -> tls.setMode(ClientTLSSettingsTLSmode.DISABLE)),
        tls("demands [x.example.com]", tls -> tls.setSubjectAltNames(List.of("x.example.com"))),
        tls("demands []", tls -> tls.setSubjectAltNames(List.of())),
        tls("asks for null", tls -> tls.setSni(null)),
        tls("without verifying", tls -> tls.setCaCertificates(null)),
        tls("without verifying", tls -> tls.setInsecureSkipVerify(true)),
        spoiled("that its TLS does not hold for", objects -> ownSettings(policy(objects))),
        spoiled(
            "where clients do",
            objects -> objects.serviceEntry().getSpec().getPorts().get(0).setProtocol("HTTPS")),
        spoiled(
            "is a mesh's",
            objects ->
                objects
                    .serviceEntry()
                    .getSpec()
                    .getEndpoints()
                    .get(0)
                    .getLabels()
                    .put(Marks.TLS_MODE, "istio")));
  }

  private static void ownSettings(TrafficPolicy policy) {
    TrafficPolicyPortTrafficPolicy port = new TrafficPolicyPortTrafficPolicy();
    PortSelector selector = new PortSelector();
    selector.setNumber(443L);
    port.setPort(selector);
    policy.setPortLevelSettings(List.of(port));
  }

  private static TrafficPolicy policy(HostObjects objects) {
    return objects.destinationRule().getSpec().getTrafficPolicy();
  }

  private static DynamicTest tls(String problem, Consumer<ClientTLSSettings> spoil) {
    return spoiled(problem, objects -> spoil.accept(policy(objects).getTls()));
  }

  private static DynamicTest spoiled(String problem, Consumer<HostObjects> spoil) {
    return SpoiledObjects.test(problem, BegunTlsRulesTest::good, spoil);
  }

  private static HostObjects good() {
    return IstioTranslator.translate(TestPlans.byTls("orders.example.com"), Revision.NONE);
  }
}
