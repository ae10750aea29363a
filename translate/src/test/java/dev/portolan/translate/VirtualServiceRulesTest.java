package dev.portolan.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Revision;
import io.fabric8.istio.api.api.networking.v1alpha3.Destination;
import io.fabric8.istio.api.api.networking.v1alpha3.HTTPMatchRequest;
import io.fabric8.istio.api.api.networking.v1alpha3.HTTPRoute;
import io.fabric8.istio.api.api.networking.v1alpha3.HTTPRouteDestination;
import io.fabric8.istio.api.api.networking.v1alpha3.StringMatch;
import io.fabric8.istio.api.api.networking.v1alpha3.StringMatchExact;
import io.fabric8.istio.api.networking.v1.VirtualService;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Routes of requests that fit a match come before the one for all others. */
class VirtualServiceRulesTest {
  private final HostObjects host =
      IstioTranslator.translate(TestPlans.throughGateway(Map.of("app", "cart")), Revision.NONE);

  @Test
  void matchesBeforeTheRouteForAllOthersAreGood() {
    assertThat(problems(matched("GET"), matched("PUT"), all())).isEmpty();
    assertThat(problems(all())).isEmpty();
  }

  @Test
  void nobodyIsLeftWithoutARoute() {
    assertThat(problems(matched("GET")))
        .containsExactly("VirtualService has no route for requests that fit no match");
    assertThat(problems())
        .singleElement()
        .asString()
        .contains("VirtualService has 0 routes; 1 to 17 are allowed");
  }

  @Test
  void noRouteHidesAnother() {
    assertThat(problems(all(), all()))
        .containsExactly("VirtualService has a route for all requests before others");
  }

  @Test
  void thereAreNotTooMany() {
    List<HTTPRoute> many = new ArrayList<>(Collections.nCopies(17, matched("GET")));
    many.add(all());

    assertThat(problems(many.toArray(HTTPRoute[]::new)))
        .singleElement()
        .asString()
        .contains("18 routes");
  }

  @Test
  void aMatchSaysSomethingThatIstioCompares() {
    HTTPRoute empty = all();
    empty.setMatch(List.of(new HTTPMatchRequest()));
    HTTPRoute host = all();
    HTTPMatchRequest byHost = new HTTPMatchRequest();
    byHost.setHeaders(Map.of("host", new StringMatch(new StringMatchExact("a"))));
    host.setMatch(List.of(byHost));

    assertThat(problems(empty, all()))
        .containsExactly("VirtualService has a match that says nothing");
    assertThat(problems(host, all()))
        .singleElement()
        .asString()
        .contains("VirtualService matches header 'host'");
  }

  private List<String> problems(HTTPRoute... routes) {
    VirtualService service = new VirtualService();
    service.setMetadata(host.destinationRule().getMetadata());
    service.setSpec(new io.fabric8.istio.api.api.networking.v1alpha3.VirtualService());
    service.getSpec().setHosts(host.serviceEntry().getSpec().getHosts());
    service.getSpec().setExportTo(List.of("*"));
    service.getSpec().setHttp(List.of(routes));
    return IstioRules.check(
        new HostObjects(
            host.serviceEntries(), host.destinationRule(), Optional.of(service), Optional.empty()));
  }

  private HTTPRoute all() {
    Destination itself = new Destination();
    itself.setHost(host.serviceEntry().getSpec().getHosts().get(0));
    HTTPRouteDestination destination = new HTTPRouteDestination();
    destination.setDestination(itself);
    HTTPRoute route = new HTTPRoute();
    route.setRoute(List.of(destination));
    return route;
  }

  private HTTPRoute matched(String method) {
    HTTPMatchRequest match = new HTTPMatchRequest();
    match.setMethod(new StringMatch(new StringMatchExact(method)));
    HTTPRoute route = all();
    route.setMatch(List.of(match));
    return route;
  }
}
