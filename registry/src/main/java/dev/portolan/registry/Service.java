package dev.portolan.registry;

import dev.portolan.registry.ExportRules.OptIn;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What one origin offers under one namespace and name.
 *
 * @param ports 1 to {@value #MAX_PORTS}, kept sorted by number
 * @param labels Kubernetes labels
 * @param identities SPIFFE ids of the workloads behind it
 * @param created when it was created at the origin, seconds; decides conflicts
 * @param requests how it asks to be exported, beside its labels
 * @param tlsName DNS name in the certificates of its endpoints, where these take TLS that clients'
 *     proxies are to begin
 */
public record Service(
    ServiceKey key,
    List<ServicePort> ports,
    SortedMap<String, String> labels,
    SortedSet<String> identities,
    Kind kind,
    Optional<Instant> created,
    ExportRequests requests,
    Optional<String> tlsName)
    implements Resource {
  public static final int MAX_PORTS = 100;
  public static final int MAX_LABELS = 64;
  public static final int MAX_IDENTITIES = 100;

  /**
   * The older service comes first: by creation time, those without one last, ties by origin. Every
   * cluster decides conflicts by this order alone, so all decide alike.
   */
  public static final Comparator<Service> PRECEDENCE =
      Comparator.<Service, Instant>comparing(service -> service.created().orElse(Instant.MAX))
          .thenComparing(Service::key);

  public Service {
    if (ports.isEmpty() || ports.size() > MAX_PORTS) {
      throw new IllegalArgumentException(
          key + " has " + ports.size() + " ports; 1 to " + MAX_PORTS + " are allowed");
    }
    ports =
        Shared.value(ports.stream().sorted(Comparator.comparingInt(ServicePort::number)).toList());
    Set<Object> seen = new HashSet<>();
    for (ServicePort port : ports) {
      if (!seen.add(port.name()) || !seen.add(port.number())) {
        throw new IllegalArgumentException(key + " has two ports like " + port);
      }
    }
    labels = Sorted.map(labels);
    identities = Sorted.set(identities);
    created = created.map(time -> time.truncatedTo(ChronoUnit.SECONDS));
    requests = Shared.value(requests);
    tlsName.ifPresent(name -> Names.requireSubdomain("TLS name", name));
  }

  /** A service whose endpoints take no TLS of their own. */
  public Service(
      ServiceKey key,
      List<ServicePort> ports,
      SortedMap<String, String> labels,
      SortedSet<String> identities,
      Kind kind,
      Optional<Instant> created,
      ExportRequests requests) {
    this(key, ports, labels, identities, kind, created, requests, Optional.empty());
  }

  /** The port with this number, if there is one. */
  public Optional<ServicePort> port(int number) {
    return ports.stream().filter(port -> port.number() == number).findFirst();
  }

  /** Whether it asks to be exported in a way. */
  public boolean asks(OptIn way) {
    return way == OptIn.LABEL
        ? "true".equals(labels.get(ExportRules.LABEL))
        : requests.made().contains(way);
  }

  /** The same service that asks to be exported in other ways, its labels apart. */
  public Service with(ExportRequests others) {
    return others.equals(requests)
        ? this
        : new Service(key, ports, labels, identities, kind, created, others, tlsName);
  }

  /** The same service whose endpoints have certificates for a name, or take no TLS. */
  public Service under(Optional<String> otherTlsName) {
    return new Service(key, ports, labels, identities, kind, created, requests, otherTlsName);
  }

  /**
   * Convenience for callers that hold unsorted collections: a service of which is not known whether
   * it asks for anything.
   */
  public static Service of(
      ServiceKey key,
      List<ServicePort> ports,
      Map<String, String> labels,
      Set<String> identities,
      Kind kind,
      Optional<Instant> created) {
    return new Service(
        key,
        ports,
        Sorted.map(labels),
        Sorted.set(identities),
        kind,
        created,
        ExportRequests.UNTOLD);
  }

  /** How the origin itself addresses the service. */
  public enum Kind {
    /** One virtual address, any endpoint serves. */
    VIRTUAL_IP,
    /** Clients at the origin address pods one by one; federated as one load-balanced host. */
    HEADLESS
  }
}
