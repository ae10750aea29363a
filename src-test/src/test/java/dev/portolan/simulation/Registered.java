package dev.portolan.simulation;

import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistrySnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether the hub offers what runs and is to be registered, and nothing else. */
final class Registered {
  private Registered() {}

  /** Of which origins it offers something else; empty: of none. */
  static List<String> differences(RegistrySnapshot held, List<RegistrantMachine> machines) {
    List<String> differences = new ArrayList<>();
    Set<OriginId> origins =
        machines.stream()
            .map(RegistrantMachine::origin)
            .collect(Collectors.toCollection(TreeSet::new));
    for (OriginId origin : origins) {
      Set<String> due = due(origin, machines);
      Set<String> offered = offered(held, origin);
      if (!Objects.equals(due, offered) || !held.holds(origin).isEmpty()) {
        differences.add(
            "%s should be registered with %s, and the hub offers %s, holding %s"
                .formatted(origin, due, offered, held.holds(origin)));
      }
    }
    return differences;
  }

  private static Set<String> due(OriginId origin, List<RegistrantMachine> machines) {
    Set<String> due = new TreeSet<>();
    for (RegistrantMachine machine : machines) {
      if (machine.running() && machine.origin().equals(origin)) {
        machine
            .wanted()
            .values()
            .forEach(
                each ->
                    due.add(
                        text(each.getService(), each.getId(), each.getAddress(), each.getReady())));
      }
    }
    return due;
  }

  private static Set<String> offered(RegistrySnapshot held, OriginId origin) {
    Set<String> offered = new TreeSet<>();
    for (Recorded<EndpointSlice> each : held.origin(origin).slices()) {
      EndpointSlice slice = each.resource();
      slice
          .endpoints()
          .forEach(
              endpoint ->
                  offered.add(
                      text(
                          slice.key().service().name(),
                          slice.key().name(),
                          endpoint.address(),
                          endpoint.ready())));
    }
    return offered;
  }

  private static String text(String service, String id, String address, boolean ready) {
    return "%s/%s at %s%s".formatted(service, id, address, ready ? "" : ", not ready");
  }
}
