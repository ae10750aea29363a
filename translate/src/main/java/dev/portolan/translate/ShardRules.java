package dev.portolan.translate;

import io.fabric8.istio.api.api.networking.v1alpha3.ServiceEntryBuilder;
import io.fabric8.istio.api.networking.v1.ServiceEntry;
import java.util.List;

/**
 * What ServiceEntries of one host demand of each other: istiod unites the endpoints of equal ones,
 * and takes ports and identities from one of them only.
 */
final class ShardRules {
  private ShardRules() {}

  static void check(List<ServiceEntry> entries, List<String> problems) {
    if (entries.isEmpty()) {
      problems.add("there is no ServiceEntry");
      return;
    }
    ServiceEntry first = entries.get(0);
    for (ServiceEntry entry : entries.subList(1, entries.size())) {
      if (!withoutEndpoints(entry).equals(withoutEndpoints(first))) {
        problems.add("ServiceEntries of one host differ in more than endpoints");
      }
      if (!entry.getMetadata().getLabels().equals(first.getMetadata().getLabels())
          || !entry.getMetadata().getNamespace().equals(first.getMetadata().getNamespace())) {
        problems.add("ServiceEntries of one host differ in labels or namespace");
      }
    }
    IstioRules.duplicate(entries.stream().map(entry -> entry.getMetadata().getName()).toList())
        .ifPresent(name -> problems.add("two ServiceEntries are called " + name));
    IstioRules.duplicate(
            entries.stream()
                .flatMap(entry -> entry.getSpec().getEndpoints().stream())
                .flatMap(
                    endpoint ->
                        endpoint.getPorts().entrySet().stream()
                            .map(port -> endpoint.getAddress() + " port " + port))
                .toList())
        .filter(place -> entries.size() > 1)
        .ifPresent(place -> problems.add("two ServiceEntries of one host have " + place));
  }

  private static io.fabric8.istio.api.api.networking.v1alpha3.ServiceEntry withoutEndpoints(
      ServiceEntry entry) {
    return new ServiceEntryBuilder(entry.getSpec()).withEndpoints(List.of()).build();
  }
}
