package dev.portolan.cli.get;

import dev.portolan.registry.HostKey;
import dev.portolan.v1.LocalityCapacity;
import dev.portolan.v1.ServiceSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Services of several origins as the hosts that they are together. Pure. */
final class HostRows {
  static final List<String> COLUMNS = List.of("HOST", "READY", "OFFERED BY");

  private final SortedMap<HostKey, List<ServiceSummary>> hosts = new TreeMap<>();

  /** Of those services that fit. */
  static HostRows of(List<ServiceSummary> services, Predicate<ServiceSummary> such) {
    HostRows rows = new HostRows();
    services.stream()
        .filter(such)
        .forEach(
            service ->
                rows.hosts.computeIfAbsent(key(service), host -> new ArrayList<>()).add(service));
    return rows;
  }

  static HostKey key(ServiceSummary service) {
    return new HostKey(service.getService().getNamespace(), service.getService().getName());
  }

  int size() {
    return hosts.size();
  }

  /** The first {@code most}, by namespace and name. */
  List<List<String>> cells(int most) {
    return hosts.entrySet().stream()
        .limit(most)
        .map(
            host ->
                List.of(
                    host.getKey().toString(),
                    String.valueOf(host.getValue().stream().mapToInt(HostRows::ready).sum()),
                    Cells.joined(
                        host.getValue().stream().map(each -> each.getService().getOrigin()))))
        .toList();
  }

  private static int ready(ServiceSummary service) {
    return service.getCapacity().getLocalitiesList().stream().mapToInt(HostRows::ready).sum();
  }

  private static int ready(LocalityCapacity part) {
    return part.getMeshed() + part.getUnmeshed();
  }
}
