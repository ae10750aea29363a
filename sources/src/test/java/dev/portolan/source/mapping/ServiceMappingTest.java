package dev.portolan.source.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Endpoint;
import dev.portolan.registry.Endpoint.Health;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Protocol;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.ServicePort;
import dev.portolan.registry.Sorted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceMappingTest {
  private static final OriginId ORIGIN = new OriginId("consul-1");
  private static final ServiceMapping DEFAULT = new ServiceMapping(ORIGIN, MappingRules.DEFAULT);

  private static Instance instance(
      String id, String address, int port, Map<String, String> metadata, String... tags) {
    return new Instance(
        "orders",
        id,
        address,
        port,
        Health.READY,
        "dc1",
        Sorted.set(Set.of(tags)),
        Sorted.map(metadata));
  }

  private static Instance plain(int number) {
    return instance("i" + number, "10.0.0." + number, 8080, Map.of());
  }

  private static List<String> codes(Mapped mapped) {
    return mapped.findings().stream().map(finding -> finding.code().reason()).toList();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "{service}, orders",
        "{meta.app}|{service}, shop",
        "{meta.none}|{service}, orders",
        "{tag.env}-{datacenter}, prod-dc1",
        "{tag.none}|{meta.none}|legacy, legacy",
        "{node.zone}, a",
        "{port}, 8080",
        "{meta.none}, -",
        "'', -",
      })
  void aRuleYieldsItsFirstAlternativeOfWhichEverythingIsKnown(String rule, String text) {
    Instance instance =
        instance(
            "i", "10.0.0.1", 8080, Map.of("app", "shop", "node.zone", "a"), "env=prod", "env=");

    assertThat(Template.of(rule).apply(instance).orElse(null)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"{nobody}", "{meta.}", "a|", "}{", "{service", "'{meta.a|b}'"})
  void whatIsNoRuleIsRefused(String text) {
    assertThat(Template.parse(text)).isEmpty();
  }

  @Test
  void anInstanceBecomesAServiceWithOneEndpoint() {
    Mapped mapped =
        DEFAULT.map(
            "orders",
            List.of(
                instance(
                    "i1",
                    "10.0.0.1",
                    18080,
                    Map.of(
                        "namespace", "shop",
                        "service-port", "80",
                        "protocol", "grpc",
                        "node.region", "eu-1",
                        "node.zone", "eu-1a"))));

    assertThat(mapped.findings()).isEmpty();
    ServiceKey key = new ServiceKey(ORIGIN, "shop", "orders");
    assertThat(mapped.services()).containsOnlyKeys(key);
    MappedService only = mapped.services().values().iterator().next();
    Service service = only.service();
    assertThat(service.ports()).containsExactly(new ServicePort("grpc-80", 80, Protocol.GRPC));
    assertThat(service.labels())
        .containsExactly(Map.entry("portolan.dev/source-service", "orders"));
    EndpointSlice slice = only.slices().get(0);
    assertThat(slice.ports()).containsExactly(Map.entry("grpc-80", 18080));
    assertThat(slice.endpoints()).extracting(Endpoint::address).containsExactly("10.0.0.1");
    assertThat(slice.endpoints())
        .extracting(Endpoint::locality)
        .containsExactly(new Locality("eu-1", "eu-1a", ""));
  }

  @ParameterizedTest
  @CsvSource({"us-east-1, us-east-1/a", "'', ''"})
  void aZoneWithoutARegionIsInTheRegionOfTheSource(String region, String locality) {
    MappingRules rules = MappingRules.DEFAULT;
    ServiceMapping mapping =
        new ServiceMapping(
            ORIGIN,
            new MappingRules(
                rules.selector(),
                rules.namespace(),
                rules.name(),
                rules.port(),
                rules.protocol(),
                rules.tls(),
                Template.of("{node.region}/{node.zone}|/{node.zone}"),
                new Locality(region, "", ""),
                List.of()));

    Mapped mapped =
        mapping.map("orders", List.of(instance("i1", "10.0.0.1", 80, Map.of("node.zone", "a"))));

    assertThat(mapped.services().values())
        .flatExtracting(MappedService::slices)
        .flatExtracting(EndpointSlice::endpoints)
        .extracting(endpoint -> endpoint.locality().toString())
        .containsExactly(locality);
  }

  @ParameterizedTest
  @CsvSource({
    "Orders, orders",
    "orders_v1, orders-v1",
    "orders.shop, orders-shop",
  })
  void namesThatDnsDoesNotTakeGetTheObviousSpelling(String foreign, String name) {
    Mapped mapped = DEFAULT.map(foreign, List.of(Instance.of(foreign, "i", "10.0.0.1", 80)));

    assertThat(mapped.services().keySet()).extracting(ServiceKey::name).containsExactly(name);
  }

  @Test
  void aNameThatCannotBeSpelledIsNotImportedAndSaysSo() {
    Mapped mapped =
        DEFAULT.map(
            "orders",
            List.of(instance("i", "10.0.0.1", 80, Map.of("name", "übung")), plain(2), plain(3)));

    assertThat(codes(mapped)).containsExactly("ServiceNotMapped");
    assertThat(mapped.services().values())
        .flatExtracting(MappedService::slices)
        .flatExtracting(EndpointSlice::endpoints)
        .extracting(Endpoint::address)
        .containsExactly("10.0.0.2", "10.0.0.3");
  }

  @Test
  void instancesOnPortsOfTheirOwnAreReachedThereUnderTheOneMostSay() {
    Mapped mapped =
        DEFAULT.map(
            "orders",
            List.of(
                instance("i1", "10.0.0.1", 31001, Map.of("service-port", "80")),
                instance("i2", "10.0.0.1", 31002, Map.of("service-port", "80")),
                instance("i3", "10.0.0.2", 31001, Map.of("service-port", "8080"))));

    MappedService only = mapped.services().values().iterator().next();
    assertThat(only.service().ports()).extracting(ServicePort::number).containsExactly(80);
    assertThat(only.slices())
        .extracting(slice -> slice.key().name())
        .containsExactly("p31001", "p31002");
    assertThat(codes(mapped)).containsExactly("InstancesDisagree");
  }

  @Test
  void ofTwoInstancesInOnePlaceTheReadyOneCounts() {
    Mapped mapped =
        DEFAULT.map(
            "orders",
            List.of(
                instance("a", "10.0.0.1", 80, Map.of()).with(Health.NOT_READY),
                instance("b", "10.0.0.1", 80, Map.of())));

    MappedService only = mapped.services().values().iterator().next();
    assertThat(only.slices().get(0).endpoints()).extracting(Endpoint::ready).containsExactly(true);
  }

  @ParameterizedTest
  @CsvSource({"db.example.com, 80", "127.0.0.1, 80", "'', 80", "10.0.0.1, 0", "10.0.0.1, 70000"})
  void anInstanceThatNobodyCouldReachIsLeftOutAndTheOthersStay(String address, int port) {
    Mapped mapped =
        DEFAULT.map(
            "orders", List.of(instance("bad", address, port, Map.of()), plain(2), plain(3)));

    MappedService only = mapped.services().values().iterator().next();
    assertThat(only.slices())
        .flatExtracting(EndpointSlice::endpoints)
        .extracting(Endpoint::address)
        .containsExactly("10.0.0.2", "10.0.0.3");
    assertThat(codes(mapped)).contains("EndpointRefused");
  }

  @Test
  void aServiceWithoutAnyPortIsNotImported() {
    Mapped mapped = DEFAULT.map("orders", List.of(instance("i", "10.0.0.1", 0, Map.of())));

    assertThat(mapped.services()).isEmpty();
    assertThat(codes(mapped)).containsExactly("ServiceNotMapped");
  }

  @Test
  void labelsAreThoseThatWereAskedForAndTheServicesThoseOfAll() {
    MappingRules rules = MappingRules.DEFAULT;
    ServiceMapping mapping =
        new ServiceMapping(
            ORIGIN,
            new MappingRules(
                rules.selector(),
                rules.namespace(),
                rules.name(),
                rules.port(),
                rules.protocol(),
                rules.tls(),
                rules.locality(),
                rules.elsewhere(),
                List.of("version", "team", "broken value")));

    Mapped mapped =
        mapping.map(
            "orders",
            List.of(
                instance("a", "10.0.0.1", 80, Map.of("version", "1", "team", "x", "other", "y")),
                instance("b", "10.0.0.2", 80, Map.of("version", "2", "team", "x"))));

    MappedService only = mapped.services().values().iterator().next();
    assertThat(only.service().labels()).containsEntry("team", "x").doesNotContainKey("version");
    assertThat(only.slices().get(0).endpoints())
        .extracting(Endpoint::labels)
        .containsExactly(
            Sorted.map(Map.of("team", "x", "version", "1")),
            Sorted.map(Map.of("team", "x", "version", "2")));
  }

  @ParameterizedTest
  @CsvSource({
    "*, '', orders, true",
    "orders, '', orders, true",
    "ord*, '', orders, true",
    "*er*, '', orders, true",
    "carts, '', orders, false",
    "*, ord*, orders, false",
    "o.ders, '', orders, false",
  })
  void servicesAreSelectedByName(String name, String notName, String service, boolean selected) {
    Selector selector =
        new Selector(List.of(name), List.of(notName), Sorted.set(List.of()), Sorted.map(Map.of()));

    assertThat(selector.mayHave(service, List.of())).isEqualTo(selected);
  }

  @Test
  void instancesAreSelectedByTagsAndMetadata() {
    Selector selector =
        new Selector(
            List.of("*"),
            List.of(),
            Sorted.set(List.of("mesh")),
            Sorted.map(Map.of("env", "prod")));

    assertThat(selector.selects(instance("a", "10.0.0.1", 80, Map.of("env", "prod"), "mesh")))
        .isTrue();
    assertThat(selector.selects(instance("a", "10.0.0.1", 80, Map.of("env", "test"), "mesh")))
        .isFalse();
    assertThat(selector.selects(instance("a", "10.0.0.1", 80, Map.of("env", "prod")))).isFalse();
  }

  @Test
  void theOrderInWhichInstancesComeDoesNotMatter() {
    List<Instance> instances = new ArrayList<>();
    for (int i = 1; i < 250; i++) {
      instances.add(
          instance(
              "i" + i,
              "10.0.0." + i,
              8000 + i % 3,
              Map.of("protocol", i % 2 == 0 ? "http" : "tcp")));
    }
    Mapped sorted = DEFAULT.map("orders", instances);
    Collections.shuffle(instances, new Random(7));

    assertThat(DEFAULT.map("orders", instances)).isEqualTo(sorted);
  }

  private static Mapped byTls(Instance... instances) {
    MappingRules rules = MappingRules.DEFAULT;
    return new ServiceMapping(
            ORIGIN,
            new MappingRules(
                rules.selector(),
                rules.namespace(),
                rules.name(),
                rules.port(),
                rules.protocol(),
                Template.of("{meta.tls}|{tag.tls}"),
                rules.locality(),
                rules.elsewhere(),
                List.of()))
        .map("orders", List.of(instances));
  }

  private static Instance secure(int number, String name) {
    return instance("i" + number, "10.0.0." + number, 8443, Map.of("tls", name));
  }

  private static MappedService only(Mapped mapped) {
    assertThat(mapped.services()).hasSize(1);
    return mapped.services().values().iterator().next();
  }

  private static List<String> endpoints(MappedService service) {
    return service.slices().stream()
        .flatMap(slice -> slice.endpoints().stream())
        .map(endpoint -> endpoint.address() + " " + endpoint.meshMode())
        .sorted()
        .toList();
  }

  @Test
  void instancesThatTakeTlsAreReachedUnderTheNameInTheirCertificates() {
    Mapped mapped =
        byTls(
            secure(1, "orders.example.com"),
            instance("i2", "10.0.0.2", 8443, Map.of(), "tls=orders.example.com"));

    assertThat(only(mapped).service().tlsName()).contains("orders.example.com");
    assertThat(endpoints(only(mapped))).containsExactly("10.0.0.1 TLS", "10.0.0.2 TLS");
    assertThat(mapped.findings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"https, HTTP", "tls, TCP", "grpc, GRPC", "tcp, TCP"})
  void whatIsInsideTheTlsIsTheProtocol(String said, Protocol protocol) {
    Mapped mapped =
        byTls(
            instance(
                "i1", "10.0.0.1", 8443, Map.of("tls", "orders.example.com", "protocol", said)));

    assertThat(only(mapped).service().ports())
        .extracting(ServicePort::protocol)
        .containsExactly(protocol);
  }

  @Test
  void whereInstancesDisagreeAboutTlsTheOthersOfMostAreLeftOut() {
    Mapped mostSecure =
        byTls(secure(1, "orders.example.com"), secure(2, "orders.example.com"), plain(3));
    assertThat(only(mostSecure).service().tlsName()).contains("orders.example.com");
    assertThat(endpoints(only(mostSecure))).containsExactly("10.0.0.1 TLS", "10.0.0.2 TLS");
    assertThat(codes(mostSecure)).containsExactly("InstancesDisagree");

    Mapped mostPlain = byTls(secure(1, "orders.example.com"), plain(2), plain(3));
    assertThat(only(mostPlain).service().tlsName()).isEmpty();
    assertThat(endpoints(only(mostPlain))).containsExactly("10.0.0.2 NONE", "10.0.0.3 NONE");

    Mapped even = byTls(plain(1), secure(2, "b.example.com"), secure(3, "a.example.com"));
    assertThat(only(even).service().tlsName()).contains("a.example.com");
    assertThat(endpoints(only(even))).containsExactly("10.0.0.3 TLS");
  }

  @ParameterizedTest
  @CsvSource({"true", "10.0.0.1", "Orders.example.com", "-.example.com"})
  void anInstanceUnderWhatIsNoNameIsNeverTakenForOneInPlainText(String name) {
    Mapped mapped = byTls(secure(1, name), plain(2));

    assertThat(endpoints(only(mapped))).containsExactly("10.0.0.2 NONE");
    assertThat(codes(mapped)).containsExactly("EndpointRefused");
    assertThat(byTls(secure(1, name)).services()).isEmpty();
  }
}
