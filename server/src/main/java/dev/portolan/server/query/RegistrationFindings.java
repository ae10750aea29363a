package dev.portolan.server.query;

import dev.portolan.registry.Finding;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegisteredService;
import dev.portolan.registry.Registration;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ServiceKey;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Registrations that contradict the oldest of their service, or of their origin. Pure. */
final class RegistrationFindings {
  private static final int MAX = 100;

  private RegistrationFindings() {}

  /** At most 100. */
  static List<Finding> about(RegistrySnapshot snapshot, OriginId origin) {
    Collection<Recorded<Registration>> all = snapshot.origin(origin).registrations();
    if (all.isEmpty()) {
      return List.of();
    }
    Registration.Reach reach = RegisteredService.reach(all);
    SortedMap<ServiceKey, List<Recorded<Registration>>> services =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    each -> each.resource().key().service(), TreeMap::new, Collectors.toList()));
    return services.entrySet().stream()
        .flatMap(
            each -> RegisteredService.of(each.getKey(), each.getValue(), reach).findings().stream())
        .limit(MAX)
        .toList();
  }
}
