package dev.portolan.source.mapping;

import dev.portolan.registry.Finding;
import dev.portolan.registry.ServiceKey;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What one service of a foreign registry comes to: mostly one service, by rules also several. */
public record Mapped(SortedMap<ServiceKey, MappedService> services, List<Finding> findings) {
  /** Nothing at all. */
  public static final Mapped NOTHING = new Mapped(new TreeMap<>(), List.of());

  public Mapped {
    services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
    findings = findings.stream().sorted().distinct().toList();
  }

  /** The same services without endpoints. */
  public Mapped deserted() {
    SortedMap<ServiceKey, MappedService> without = new TreeMap<>();
    services.forEach((key, service) -> without.put(key, service.deserted()));
    return new Mapped(without, List.of());
  }
}
