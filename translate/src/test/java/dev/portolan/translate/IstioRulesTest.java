package dev.portolan.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Revision;
import io.fabric8.istio.api.api.networking.v1alpha3.DestinationRule;
import io.fabric8.istio.api.api.networking.v1alpha3.ServiceEntry;
import io.fabric8.istio.api.api.networking.v1alpha3.ServiceEntryLocation;
import io.fabric8.istio.api.api.networking.v1alpha3.ServiceEntryResolution;
import io.fabric8.istio.api.api.networking.v1alpha3.ServicePort;
import io.fabric8.istio.api.api.networking.v1alpha3.Subset;
import io.fabric8.istio.api.api.networking.v1alpha3.WorkloadEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Good objects pass; each single thing that Istio refuses, or that crashes it, is found. */
class IstioRulesTest {
  @Test
  void goodObjectsHaveNoProblem() {
    assertThat(IstioRules.check(good())).isEmpty();
  }

  @TestFactory
  List<DynamicTest> findsWhatIsWrongInAServiceEntry() {
    return List.of(
        entry("exactly one is safe", spec -> spec.setHosts(List.of("a.b.c", "d.e.f"))),
        entry("is not a DNS name", spec -> spec.setHosts(List.of("*.b.c"))),
        entry("is not fully qualified", spec -> spec.setHosts(List.of("cart"))),
        entry("0 ports", spec -> spec.setPorts(new ArrayList<>())),
        entry("not an RFC 1123 label", spec -> port(spec).setName("HTTP_x")),
        entry("is empty", spec -> port(spec).setName("")),
        entry("a port is 1 to 65535", spec -> port(spec).setNumber(0L)),
        entry("protocol THRIFT", spec -> port(spec).setProtocol("THRIFT")),
        entry("twice", spec -> spec.setPorts(Collections.nCopies(2, port(spec)))),
        entry("is DNS, not STATIC", spec -> spec.setResolution(ServiceEntryResolution.DNS)),
        entry("has addresses", spec -> spec.setAddresses(List.of("240.0.0.1"))),
        entry("exportTo is [.]", spec -> spec.setExportTo(List.of("."))),
        entry("is no SPIFFE id", spec -> spec.setSubjectAltNames(List.of("cart"))),
        entry("at most 4096", spec -> spec.setEndpoints(Collections.nCopies(4097, pod(spec)))));
  }

  @Test
  void findsWhatIsWrongBetweenServiceEntriesOfOneHost() {
    var one = good().serviceEntry();
    var other = good().serviceEntry();
    other.getSpec().setSubjectAltNames(List.of("spiffe://td/ns/shop/sa/other"));
    other.getMetadata().getLabels().put("extra", "x");

    assertThat(IstioRules.check(new HostObjects(List.of(one, other), good().destinationRule())))
        .anyMatch(problem -> problem.contains("differ in more than endpoints"))
        .anyMatch(problem -> problem.contains("differ in labels"))
        .anyMatch(problem -> problem.contains("two ServiceEntries are called"))
        .anyMatch(problem -> problem.contains("two ServiceEntries of one host have"));
  }

  @TestFactory
  List<DynamicTest> findsWhatIsWrongInAnEndpoint() {
    return List.of(
        entry("is not an IP address", spec -> pod(spec).setAddress("cart.example")),
        entry("is not an IP address", spec -> pod(spec).setAddress(null)),
        entry("names network", spec -> pod(spec).setNetwork("net-2")),
        entry("has weight 0", spec -> pod(spec).setWeight(0L)),
        entry("which the ServiceEntry lacks", spec -> pod(spec).setPorts(Map.of("grpc", 90L))),
        entry("a port is 1 to 65535", spec -> pod(spec).setPorts(Map.of("http", 70000L))),
        entry("is not a Kubernetes label key", spec -> label(pod(spec), "a b", "x")),
        entry("is not a Kubernetes label value", spec -> label(pod(spec), "app", "x y")),
        entry("has no location", spec -> spec.setLocation(null)),
        entry(
            "has a mesh's endpoints", spec -> spec.setLocation(ServiceEntryLocation.MESH_EXTERNAL)),
        entry(
            "mTLS of a MESH_EXTERNAL host",
            spec -> spec.setLocation(ServiceEntryLocation.MESH_EXTERNAL)),
        entry("speaks no mTLS", spec -> pod(spec).getLabels().remove(Marks.TLS_MODE)),
        entry(
            "Envoy keeps the first only",
            spec -> spec.setEndpoints(Collections.nCopies(2, pod(spec)))));
  }

  @TestFactory
  List<DynamicTest> findsWhatIsWrongInADestinationRule() {
    return List.of(
        rule("not for the ServiceEntry's host", spec -> spec.setHost("other.shop.svc")),
        rule("exportTo is []", spec -> spec.setExportTo(List.of())),
        rule("has subsets that nothing asks for", spec -> spec.setSubsets(List.of(new Subset()))),
        rule("has no trafficPolicy", spec -> spec.setTrafficPolicy(null)),
        rule(
            "DestinationRule has no outlierDetection",
            spec -> spec.getTrafficPolicy().setOutlierDetection(null)),
        rule(
            "DestinationRule port 80 has no outlierDetection",
            spec ->
                spec.getTrafficPolicy().getPortLevelSettings().get(0).setOutlierDetection(null)),
        rule(
            "no failoverPriority",
            spec -> spec.getTrafficPolicy().getLoadBalancer().setLocalityLbSetting(null)),
        rule(
            "failoverPriority x twice",
            spec ->
                spec.getTrafficPolicy()
                    .getLoadBalancer()
                    .getLocalityLbSetting()
                    .setFailoverPriority(List.of("x", "x"))),
        rule(
            "is not ISTIO_MUTUAL",
            spec -> spec.getTrafficPolicy().getPortLevelSettings().get(0).setTls(null)),
        rule(
            "which no east-west gateway knows",
            spec -> spec.getTrafficPolicy().getPortLevelSettings().get(0).getTls().setSni("x")),
        rule(
            "sets ports [81]",
            spec ->
                spec.getTrafficPolicy().getPortLevelSettings().get(0).getPort().setNumber(81L)));
  }

  @Test
  void findsObjectsThatAreNotOurs() {
    HostObjects objects = good();
    objects.serviceEntry().getMetadata().getLabels().remove(Marks.MANAGED_BY);
    objects.destinationRule().getMetadata().setNamespace("other");

    assertThat(IstioRules.check(objects))
        .containsExactly(
            "ServiceEntry lacks our label app.kubernetes.io/managed-by",
            "ServiceEntry and DestinationRule are in different namespaces");
  }

  private static DynamicTest entry(String problem, Consumer<ServiceEntry> spoil) {
    return spoiled(problem, objects -> spoil.accept(objects.serviceEntry().getSpec()));
  }

  private static DynamicTest rule(String problem, Consumer<DestinationRule> spoil) {
    return spoiled(problem, objects -> spoil.accept(objects.destinationRule().getSpec()));
  }

  private static DynamicTest spoiled(String problem, Consumer<HostObjects> spoil) {
    return SpoiledObjects.test(problem, IstioRulesTest::good, spoil);
  }

  private static HostObjects good() {
    return IstioTranslator.translate(
        TestPlans.throughGateway(Map.of("app", "cart")), Revision.NONE);
  }

  private static ServicePort port(ServiceEntry spec) {
    return spec.getPorts().get(0);
  }

  private static WorkloadEntry pod(ServiceEntry spec) {
    return spec.getEndpoints().get(0);
  }

  private static void label(WorkloadEntry endpoint, String key, String value) {
    endpoint.getLabels().put(key, value);
  }
}
