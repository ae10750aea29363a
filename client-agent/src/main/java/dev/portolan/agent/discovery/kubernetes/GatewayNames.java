package dev.portolan.agent.discovery.kubernetes;

import dev.portolan.agent.discovery.objects.ObjectRef;
import dev.portolan.agent.discovery.objects.Observed;
import dev.portolan.agent.discovery.objects.ObservedGateway;
import dev.portolan.agent.discovery.objects.ObservedService;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The host names under which clouds publish load balancers, and what they resolve to. A name that
 * does not resolve any more keeps the addresses that it had. Confined to one thread.
 */
final class GatewayNames {
  private final Duration ttl;
  private final Map<String, Name> names = new TreeMap<>();

  GatewayNames(Duration ttl) {
    this.ttl = ttl;
  }

  private static final class Name {
    private final Set<ObjectRef> gateways = new TreeSet<>();
    private List<String> addresses = List.of();
    private Optional<String> problem = Optional.empty();
    private long nextAt;

    Name(long now) {
      nextAt = now;
    }
  }

  /** The object with the addresses of its names, as far as they are known. */
  Observed completed(Observed object, long now) {
    if (!(object instanceof ObservedService service) || service.gateway().isEmpty()) {
      forget(object.ref());
      return object;
    }
    ObservedGateway gateway = service.gateway().get();
    forget(object.ref());
    Set<String> addresses = new TreeSet<>();
    for (String host : gateway.ingressHostnames()) {
      Name name = names.computeIfAbsent(host, fresh -> new Name(now));
      name.gateways.add(object.ref());
      addresses.addAll(name.addresses);
    }
    return service.with(gateway.resolved(List.copyOf(addresses)));
  }

  /** The object is gone. */
  void forget(ObjectRef ref) {
    names.values().forEach(name -> name.gateways.remove(ref));
  }

  /** Names to be resolved now; each is given out once for each time that it is due. */
  List<String> due(long now) {
    names.values().removeIf(name -> name.gateways.isEmpty());
    List<String> due = new ArrayList<>();
    names.forEach(
        (host, name) -> {
          if (now - name.nextAt >= 0) {
            name.nextAt = now + ttl.toNanos();
            due.add(host);
          }
        });
    return due;
  }

  /** The gateways to be completed again, because a name has these addresses now. */
  Set<ObjectRef> resolved(String host, List<String> addresses) {
    Name name = names.get(host);
    if (name == null) {
      return Set.of();
    }
    name.problem = Optional.empty();
    if (name.addresses.equals(addresses)) {
      return Set.of();
    }
    name.addresses = List.copyOf(addresses);
    return Set.copyOf(name.gateways);
  }

  void failed(String host, String problem) {
    Name name = names.get(host);
    if (name != null) {
      name.problem = Optional.of(problem);
    }
  }

  /** About names that did resolve once; a gateway that never had an address has its own finding. */
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    names.forEach(
        (host, name) -> {
          if (name.problem.isPresent() && !name.addresses.isEmpty()) {
            name.gateways.forEach(
                gateway ->
                    findings.add(
                        new Finding(
                            FindingCode.GATEWAY_NAME_STALE,
                            gateway.toString(),
                            "%s does not resolve (%s); its last addresses are kept: %s"
                                .formatted(
                                    host, name.problem.get(), String.join(", ", name.addresses)))));
          }
        });
    return findings;
  }
}
