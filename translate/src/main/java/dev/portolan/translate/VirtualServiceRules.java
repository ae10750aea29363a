package dev.portolan.translate;

import dev.portolan.registry.HeaderChanges;
import dev.portolan.registry.TrafficMatches;
import io.fabric8.istio.api.api.networking.v1alpha3.Destination;
import io.fabric8.istio.api.api.networking.v1alpha3.HTTPMatchRequest;
import io.fabric8.istio.api.api.networking.v1alpha3.HTTPMirrorPolicy;
import io.fabric8.istio.api.api.networking.v1alpha3.HTTPRoute;
import io.fabric8.istio.api.api.networking.v1alpha3.HTTPRouteDestination;
import io.fabric8.istio.api.api.networking.v1alpha3.Subset;
import io.fabric8.istio.api.networking.v1.VirtualService;
import java.util.List;
import java.util.stream.Stream;

/**
 * The VirtualService's share of {@link IstioRules}: what Istio's ValidateVirtualService demands of
 * the routes that we write, that the last is for all requests and the others are not, and that it
 * names only what there is.
 */
final class VirtualServiceRules {
  private static final int MAX_ROUTES = TrafficMatches.MAX_CASES + 1;

  private VirtualServiceRules() {}

  static void check(VirtualService object, HostObjects objects, List<String> problems) {
    var spec = object.getSpec();
    List<String> hosts = objects.serviceEntry().getSpec().getHosts();
    if (!spec.getHosts().equals(hosts)) {
      problems.add(
          "VirtualService is for %s, not for the ServiceEntry's host".formatted(spec.getHosts()));
    }
    if (!spec.getGateways().isEmpty() || !spec.getTcp().isEmpty() || !spec.getTls().isEmpty()) {
      problems.add("VirtualService has more than routes of clients' requests");
    }
    IstioRules.checkExportTo("VirtualService", spec.getExportTo(), problems);
    List<HTTPRoute> routes = spec.getHttp();
    if (routes.isEmpty() || routes.size() > MAX_ROUTES) {
      problems.add(
          "VirtualService has %d routes; 1 to %d are allowed".formatted(routes.size(), MAX_ROUTES));
      return;
    }
    List<String> subsets =
        objects.destinationRule().getSpec().getSubsets().stream().map(Subset::getName).toList();
    for (int i = 0; i < routes.size(); i++) {
      boolean last = i == routes.size() - 1;
      if (routes.get(i).getMatch().isEmpty() != last) {
        problems.add(
            last
                ? "VirtualService has no route for requests that fit no match"
                : "VirtualService has a route for all requests before others");
      }
      check(routes.get(i), hosts, subsets, problems);
    }
  }

  private static void check(
      HTTPRoute route, List<String> hosts, List<String> subsets, List<String> problems) {
    checkWeights(route.getRoute(), problems);
    route.getMatch().forEach(match -> checkMatch(match, problems));
    Stream.concat(
            route.getRoute().stream().map(HTTPRouteDestination::getDestination),
            route.getMirrors().stream().map(HTTPMirrorPolicy::getDestination))
        .forEach(destination -> checkDestination(destination, hosts, subsets, problems));
  }

  private static void checkMatch(HTTPMatchRequest match, List<String> problems) {
    if (match.getUri() == null && match.getMethod() == null && match.getHeaders().isEmpty()) {
      problems.add("VirtualService has a match that says nothing");
    }
    for (String name : match.getHeaders().keySet()) {
      HeaderChanges.nameProblem(name)
          .ifPresent(problem -> problems.add("VirtualService matches header " + problem));
    }
  }

  private static void checkWeights(List<HTTPRouteDestination> routes, List<String> problems) {
    if (routes.isEmpty()) {
      problems.add("VirtualService sends requests nowhere");
    }
    for (HTTPRouteDestination route : routes) {
      if (routes.size() > 1 && (route.getWeight() == null || route.getWeight() < 1)) {
        problems.add("VirtualService has weight %s of several".formatted(route.getWeight()));
      }
    }
    IstioRules.duplicate(routes.stream().map(HTTPRouteDestination::getDestination).toList())
        .ifPresent(twice -> problems.add("VirtualService has a destination twice: " + twice));
  }

  private static void checkDestination(
      Destination destination, List<String> hosts, List<String> subsets, List<String> problems) {
    if (destination.getSubset() != null
        && !(hosts.contains(destination.getHost()) && subsets.contains(destination.getSubset()))) {
      problems.add(
          "VirtualService asks for subset %s of %s, which there is not"
              .formatted(destination.getSubset(), destination.getHost()));
    }
    if (destination.getHost() == null || !destination.getHost().contains(".")) {
      problems.add("VirtualService destination '" + destination.getHost() + "' is not qualified");
    }
  }
}
