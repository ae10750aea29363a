package dev.portolan.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.federation.AccessRule;
import dev.portolan.federation.HostAccess;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.Revision;
import dev.portolan.registry.Sorted;
import io.fabric8.istio.api.api.security.v1beta1.AuthorizationPolicyAction;
import io.fabric8.istio.api.api.security.v1beta1.Rule;
import io.fabric8.istio.api.security.v1.AuthorizationPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AccessPolicyRulesTest {
  @Test
  void whatIsTranslatedIsGood() {
    assertThat(IstioRules.check(good())).isEmpty();
  }

  @Test
  void aWholeNamespaceIsNeverMeant() {
    assertRefused("selects no workloads", object -> object.getSpec().setSelector(null));
    assertRefused(
        "selects no workloads", object -> object.getSpec().getSelector().setMatchLabels(Map.of()));
    assertRefused(
        "selector app has value",
        object -> object.getSpec().getSelector().setMatchLabels(Map.of("app", "a b")));
  }

  @Test
  void nothingIsDeniedOrDelegated() {
    assertRefused(
        "more than let callers in",
        object -> object.getSpec().setAction(AuthorizationPolicyAction.DENY));
    assertRefused("more than let callers in", object -> object.getSpec().setAction(null));
  }

  @Test
  void aRuleNamesItsCallersAndPorts() {
    assertRefused("any trust domain", object -> rule(object).setWhen(List.of()));
    assertRefused(
        "which is no trust domain",
        object -> rule(object).getWhen().get(0).setValues(List.of("east.example*")));
    assertRefused("which is no trust domain", object -> anybody(object));
    assertRefused("for anything", object -> rule(object).setTo(List.of()));
    assertRefused(
        "for any port", object -> rule(object).getTo().get(0).getOperation().setPorts(List.of()));
    assertRefused(
        "has port 'http'",
        object -> rule(object).getTo().get(0).getOperation().setPorts(List.of("http")));
    assertRefused(
        "method is 'get'",
        object -> rule(object).getTo().get(0).getOperation().setMethods(List.of("get")));
    assertRefused(
        "path is 'a'", object -> rule(object).getTo().get(0).getOperation().setPaths(List.of("a")));
    assertRefused(
        "neither namespaces nor accounts",
        object -> rule(object).getFrom().get(0).getSource().setNamespaces(List.of()));
  }

  @Test
  void itIsOursAndOfItsVersion() {
    assertRefused("apiVersion", object -> object.setApiVersion("security.istio.io/v1beta1"));
    assertRefused("lacks our label", object -> object.getMetadata().setLabels(Map.of()));
  }

  private static void anybody(AuthorizationPolicy object) {
    rule(object).getWhen().get(0).setValues(List.of("*"));
  }

  private static Rule rule(AuthorizationPolicy object) {
    return object.getSpec().getRules().get(0);
  }

  private static void assertRefused(String why, Consumer<AuthorizationPolicy> change) {
    AuthorizationPolicy object = good();
    change.accept(object);
    assertThat(IstioRules.check(object)).anySatisfy(problem -> assertThat(problem).contains(why));
  }

  private static AuthorizationPolicy good() {
    return AccessObjects.translate(
        new HostAccess(
            new HostKey("shop", "cart"),
            "shop",
            Optional.of("callers"),
            Sorted.map(Map.of("app", "cart")),
            List.of(
                new AccessRule(
                    Sorted.set(List.of("east.example")),
                    Sorted.set(List.of("web")),
                    Sorted.set(List.of("batch/night")),
                    new TreeSet<>(List.of(8080)),
                    Sorted.set(List.of("GET")),
                    Sorted.set(List.of("/cart/*")))),
            new TreeSet<>()),
        new Revision("00000000000000aa", 1));
  }
}
