package dev.portolan.registry;

import dev.portolan.registry.Registration.Reach;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the registrations of one service come to. Where they contradict each other, the oldest
 * decides, and the others are offered as far as they agree with it. Pure.
 *
 * @param slices one for each instance that is offered
 * @param findings about the instances that contradict the oldest
 */
public record RegisteredService(
    Service service, SortedMap<SliceKey, EndpointSlice> slices, List<Finding> findings) {

  /**
   * The service.
   *
   * @param registrations of one service, at least one
   * @param reach of the origin
   */
  public static RegisteredService of(
      ServiceKey key, Collection<Recorded<Registration>> registrations, Reach reach) {
    List<Registration> oldestFirst =
        registrations.stream().sorted(Registration.PRECEDENCE).map(Recorded::resource).toList();
    List<ServicePort> ports =
        oldestFirst.get(0).ports().stream().map(RegisteredPort::port).toList();
    SortedMap<String, String> labels = new TreeMap<>(oldestFirst.get(0).endpoint().labels());
    SortedMap<SliceKey, EndpointSlice> slices = new TreeMap<>();
    List<Finding> findings = new ArrayList<>();
    for (Registration each : oldestFirst) {
      labels.entrySet().retainAll(each.endpoint().labels().entrySet());
      if (each.reach().network().equals(reach.network())) {
        EndpointSlice slice = slice(each, ports);
        slices.put(slice.key(), slice);
        if (!agrees(each, ports)) {
          findings.add(portsDisagree(each, oldestFirst.get(0)));
        }
      } else {
        findings.add(elsewhere(each, reach));
      }
    }
    Service service =
        Service.of(key, ports, labels, Set.of(), Service.Kind.VIRTUAL_IP, Optional.empty());
    return new RegisteredService(service, slices, findings);
  }

  /**
   * From where the instances of an origin are reached, as the oldest says.
   *
   * @param registrations of one origin, at least one
   */
  public static Reach reach(Collection<Recorded<Registration>> registrations) {
    return registrations.stream()
        .min(Registration.PRECEDENCE)
        .orElseThrow(() -> new IllegalArgumentException("no registrations"))
        .resource()
        .reach();
  }

  private static EndpointSlice slice(Registration registration, List<ServicePort> ports) {
    Map<String, Integer> targets = new TreeMap<>();
    for (ServicePort port : ports) {
      registration.ports().stream()
          .filter(own -> own.agreesWith(port))
          .forEach(own -> targets.put(port.name(), own.target()));
    }
    return new EndpointSlice(
        registration.key().slice(), Sorted.map(targets), List.of(registration.endpoint()));
  }

  private static boolean agrees(Registration registration, List<ServicePort> ports) {
    return registration.ports().size() == ports.size()
        && ports.stream()
            .allMatch(port -> registration.ports().stream().anyMatch(own -> own.agreesWith(port)));
  }

  private static Finding portsDisagree(Registration registration, Registration oldest) {
    return new Finding(
        FindingCode.REGISTRATIONS_DISAGREE,
        "registration/" + registration.key().path(),
        "its ports (%s) are not those of the service (%s), which %s decides as the oldest of its registrations: it is not reached on what differs. Register both with the same ports, or as two services"
            .formatted(text(registration), text(oldest), oldest.key().id()));
  }

  private static Finding elsewhere(Registration registration, Reach reach) {
    return new Finding(
        FindingCode.REGISTERED_ELSEWHERE,
        "registration/" + registration.key().path(),
        "it is on network '%s', and the oldest registration of its origin says '%s': it is not offered. Register it for an origin of its own"
            .formatted(registration.reach().network(), reach.network()));
  }

  private static String text(Registration registration) {
    return String.join(
        ", ",
        registration.ports().stream()
            .map(own -> own.port().number() + "/" + own.port().protocol())
            .toList());
  }
}
