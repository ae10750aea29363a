package dev.portolan.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.registry.ExportRules.OptIn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportRulesTest {
  private static final SortedSet<String> ANY = Sorted.set(Set.of());
  private static final OriginId EAST = new OriginId("east-1");

  @Test
  void nothingIsExportedUnlessSomethingSaysSo() {
    assertThat(
            ExportRules.NOTHING.export(
                service("shop", "cart", Map.of("portolan.dev/export", "true"))))
        .isFalse();
  }

  @Test
  void allThatASelectorSaysHasToHold() {
    ExportSelector selector =
        new ExportSelector(
            Sorted.set(Set.of("shop")),
            Sorted.set(Set.of("c*", "stock")),
            Sorted.map(Map.of("tier", "front")),
            new TreeSet<>(Set.of(EAST)));
    Map<String, String> front = Map.of("tier", "front", "app", "cart");

    assertThat(rules(selector).export(service("shop", "cart", front))).isTrue();
    assertThat(rules(selector).export(service("shop", "stock", front))).isTrue();
    assertThat(rules(selector).export(service("shop", "stocks", front))).isFalse();
    assertThat(rules(selector).export(service("other", "cart", front))).isFalse();
    assertThat(rules(selector).export(service("shop", "cart", Map.of("tier", "back")))).isFalse();
    assertThat(rules(selector).export(service("shop", "cart", Map.of()))).isFalse();
    assertThat(rules(selector).export(of(new OriginId("west-1"), "shop", "cart", front))).isFalse();
  }

  @Test
  void anyOfSeveralSelectorsIsEnough() {
    ExportRules rules = rules(named("cart"), named("stock"));

    assertThat(rules.export(service("shop", "stock", Map.of()))).isTrue();
    assertThat(rules.export(service("shop", "other", Map.of()))).isFalse();
  }

  @Test
  void systemNamespacesAreExportedByNameOnly() {
    Map<String, String> asks = Map.of("portolan.dev/export", "true");
    ExportRules rules =
        new ExportRules(
            Sorted.set(Set.of("*")),
            List.of(named("*")),
            new TreeSet<>(Set.of(ExportRules.OptIn.LABEL)));
    ExportSelector system =
        new ExportSelector(
            Sorted.set(Set.of("istio-system")), ANY, Sorted.map(Map.of()), new TreeSet<>());

    assertThat(rules.export(service("kube-system", "dns", asks))).isFalse();
    assertThat(rules.export(service("istio-system", "gateway", asks))).isFalse();
    assertThat(rules(system).export(service("istio-system", "gateway", Map.of()))).isTrue();
  }

  @Test
  void aServiceAsksByItsLabelWhereThatCounts() {
    ExportRules rules =
        new ExportRules(ANY, List.of(), new TreeSet<>(Set.of(ExportRules.OptIn.LABEL)));

    assertThat(rules.export(service("shop", "cart", Map.of("portolan.dev/export", "true"))))
        .isTrue();
    assertThat(rules.export(service("shop", "cart", Map.of("portolan.dev/export", "false"))))
        .isFalse();
    assertThat(rules.export(service("shop", "cart", Map.of()))).isFalse();
    assertThat(
            new ExportRules(ANY, List.of(), new TreeSet<>(Set.of(ExportRules.OptIn.UNKNOWN)))
                .export(service("shop", "cart", Map.of("portolan.dev/export", "true"))))
        .isFalse();
  }

  @Test
  void aServiceAsksByWhatItsOriginReportedOfItWhereThatCounts() {
    Service asking =
        service("shop", "cart", Map.of())
            .with(ExportRequests.of(Set.of(OptIn.SERVICE_EXPORT), Set.of(OptIn.ANNOTATION)));

    assertThat(listening(OptIn.SERVICE_EXPORT).export(asking)).isTrue();
    assertThat(listening(OptIn.ANNOTATION, OptIn.SERVICE_EXPORT).export(asking)).isTrue();
    assertThat(listening(OptIn.ANNOTATION).export(asking)).isFalse();
    assertThat(listening(OptIn.LABEL).export(asking)).isFalse();
    assertThat(listening(OptIn.UNKNOWN).export(asking)).isFalse();
    assertThat(
            listening(OptIn.SERVICE_EXPORT)
                .export(service("kube-system", "dns", Map.of()).with(asking.requests())))
        .isFalse();
  }

  private static ExportRules listening(OptIn... ways) {
    return new ExportRules(ANY, List.of(), new TreeSet<>(List.of(ways)));
  }

  @ParameterizedTest
  @CsvSource({
    "cart, cart, true", "cart, carts, false", "c*, cart, true", "c*, c, true", "*t, cart, true",
    "*t, carts, false", "c*t, cart, true", "c*t, ct, true", "ca*rt, cart, true",
        "ca*art, cart, false",
    "*a*r*, cart, true", "*r*a*, cart, false", "*, cart, true", "**, cart, true", "a*a, a, false",
    "*ar*ar*, ararx, true", "*ar*ar*, arx, false"
  })
  void aStarStandsForAnyCharacters(String pattern, String name, boolean matches) {
    assertThat(ExportSelector.matches(pattern, name)).isEqualTo(matches);
  }

  @Test
  void aSelectorHasToSaySomething() {
    assertThatThrownBy(() -> new ExportSelector(ANY, ANY, Sorted.map(Map.of()), new TreeSet<>()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(ExportSelector.patternProblem("cart-*")).isEmpty();
    assertThat(ExportSelector.patternProblem("Cart")).isPresent();
    assertThat(ExportSelector.patternProblem("")).isPresent();
    assertThat(ExportSelector.patternProblem("a".repeat(64))).isPresent();
  }

  @Test
  void whoIsNotNamedImportsEverything() {
    ImportRules rules = new ImportRules(Sorted.map(Map.of(EAST, Sorted.set(Set.of("shop")))));

    assertThat(rules.allow(EAST, "shop")).isTrue();
    assertThat(rules.allow(EAST, "web")).isFalse();
    assertThat(rules.allow(new OriginId("west-1"), "web")).isTrue();
  }

  private static ExportSelector named(String name) {
    return new ExportSelector(ANY, Sorted.set(Set.of(name)), Sorted.map(Map.of()), new TreeSet<>());
  }

  private static ExportRules rules(ExportSelector... selectors) {
    return new ExportRules(ANY, List.of(selectors), new TreeSet<>());
  }

  private static Service service(String namespace, String name, Map<String, String> labels) {
    return of(EAST, namespace, name, labels);
  }

  private static Service of(
      OriginId origin, String namespace, String name, Map<String, String> labels) {
    return Service.of(
        new ServiceKey(origin, namespace, name),
        List.of(new ServicePort("http", 80, Protocol.HTTP)),
        labels,
        Set.of(),
        Service.Kind.VIRTUAL_IP,
        Optional.empty());
  }
}
