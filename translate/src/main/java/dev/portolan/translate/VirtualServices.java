package dev.portolan.translate;

import dev.portolan.federation.HostPlan;
import dev.portolan.federation.HostTraffic;
import dev.portolan.registry.HeaderChanges;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Percent;
import dev.portolan.registry.TrafficFault;
import dev.portolan.registry.TrafficHeaders;
import dev.portolan.registry.TrafficRetries;
import io.fabric8.istio.api.api.networking.v1alpha3.Destination;
import io.fabric8.istio.api.api.networking.v1alpha3.HTTPFaultInjection;
import io.fabric8.istio.api.api.networking.v1alpha3.HTTPFaultInjectionAbort;
import io.fabric8.istio.api.api.networking.v1alpha3.HTTPFaultInjectionAbortHttpStatus;
import io.fabric8.istio.api.api.networking.v1alpha3.HTTPFaultInjectionDelay;
import io.fabric8.istio.api.api.networking.v1alpha3.HTTPFaultInjectionDelayFixedDelay;
import io.fabric8.istio.api.api.networking.v1alpha3.HTTPMirrorPolicy;
import io.fabric8.istio.api.api.networking.v1alpha3.HTTPRetry;
import io.fabric8.istio.api.api.networking.v1alpha3.HTTPRoute;
import io.fabric8.istio.api.api.networking.v1alpha3.HTTPRouteDestination;
import io.fabric8.istio.api.api.networking.v1alpha3.Headers;
import io.fabric8.istio.api.api.networking.v1alpha3.HeadersHeaderOperations;
import io.fabric8.istio.api.api.networking.v1alpha3.VirtualService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The VirtualService's part of a plan: how requests are treated. A route for each match in order,
 * then one for all others; ports on which no requests are seen keep their own way.
 */
final class VirtualServices {
  private VirtualServices() {}

  static VirtualService spec(HostPlan plan) {
    List<HTTPRoute> routes = new ArrayList<>();
    for (HostTraffic.Case each : plan.traffic().cases()) {
      HTTPRoute route =
          route(plan.traffic(), each.routes().stream().map(VirtualServices::part).toList());
      route.setMatch(RequestMatches.of(each.match()));
      routes.add(route);
    }
    routes.add(route(plan.traffic(), routes(plan)));
    VirtualService service = new VirtualService();
    service.setHosts(List.of(plan.fqdn()));
    service.setExportTo(List.of("*"));
    service.setHttp(routes);
    return service;
  }

  // All but where they go is the same for every request.
  private static HTTPRoute route(HostTraffic traffic, List<HTTPRouteDestination> destinations) {
    HTTPRoute route = new HTTPRoute();
    route.setRoute(destinations);
    traffic.mirror().ifPresent(mirror -> route.setMirrors(List.of(mirror(mirror))));
    traffic.retries().ifPresent(retries -> route.setRetries(retries(retries)));
    traffic.timeout().ifPresent(timeout -> route.setTimeout(time(timeout.time())));
    traffic.fault().ifPresent(fault -> route.setFault(fault(fault)));
    traffic.headers().ifPresent(headers -> route.setHeaders(headers(headers)));
    return route;
  }

  private static List<HTTPRouteDestination> routes(HostPlan plan) {
    if (plan.traffic().routes().isEmpty()) {
      HTTPRouteDestination all = new HTTPRouteDestination();
      Destination itself = new Destination();
      itself.setHost(plan.fqdn());
      all.setDestination(itself);
      return List.of(all);
    }
    return plan.traffic().routes().stream().map(VirtualServices::part).toList();
  }

  private static HTTPRouteDestination part(HostTraffic.Route route) {
    HTTPRouteDestination part = new HTTPRouteDestination();
    part.setDestination(destination(route.target()));
    part.setWeight(route.weight());
    return part;
  }

  private static Destination destination(HostTraffic.Target target) {
    Destination destination = new Destination();
    destination.setHost(target.fqdn());
    target.subset().map(OriginId::value).ifPresent(destination::setSubset);
    return destination;
  }

  private static HTTPMirrorPolicy mirror(HostTraffic.Mirror mirror) {
    HTTPMirrorPolicy policy = new HTTPMirrorPolicy();
    policy.setDestination(destination(mirror.target()));
    policy.setPercentage(percent(mirror.percent()));
    return policy;
  }

  private static HTTPRetry retries(TrafficRetries retries) {
    HTTPRetry retry = new HTTPRetry();
    retry.setAttempts(retries.attempts());
    retries.perTry().ifPresent(time -> retry.setPerTryTimeout(time(time)));
    if (!retries.on().isEmpty()) {
      retry.setRetryOn(String.join(",", retries.on()));
    }
    if (retries.otherLocalities()) {
      retry.setRetryRemoteLocalities(true);
    }
    return retry;
  }

  private static HTTPFaultInjection fault(TrafficFault fault) {
    HTTPFaultInjection injection = new HTTPFaultInjection();
    fault
        .delay()
        .ifPresent(
            said -> {
              HTTPFaultInjectionDelay delay = new HTTPFaultInjectionDelay();
              delay.setHttpDelayType(new HTTPFaultInjectionDelayFixedDelay(time(said.time())));
              delay.setPercentage(percent(said.percent()));
              injection.setDelay(delay);
            });
    fault
        .abort()
        .ifPresent(
            said -> {
              HTTPFaultInjectionAbort abort = new HTTPFaultInjectionAbort();
              abort.setErrorType(new HTTPFaultInjectionAbortHttpStatus(said.status()));
              abort.setPercentage(percent(said.percent()));
              injection.setAbort(abort);
            });
    return injection;
  }

  private static Headers headers(TrafficHeaders said) {
    Headers headers = new Headers();
    if (!said.request().isEmpty()) {
      headers.setRequest(operations(said.request()));
    }
    if (!said.response().isEmpty()) {
      headers.setResponse(operations(said.response()));
    }
    return headers;
  }

  private static HeadersHeaderOperations operations(HeaderChanges changes) {
    HeadersHeaderOperations operations = new HeadersHeaderOperations();
    operations.setSet(changes.set());
    operations.setAdd(changes.add());
    operations.setRemove(List.copyOf(changes.remove()));
    return operations;
  }

  private static io.fabric8.istio.api.api.networking.v1alpha3.Percent percent(Percent part) {
    return new io.fabric8.istio.api.api.networking.v1alpha3.Percent(part.value());
  }

  static String time(Duration time) {
    return time.toMillisPart() == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
  }
}
