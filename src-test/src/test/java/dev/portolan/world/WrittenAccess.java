package dev.portolan.world;

import dev.portolan.registry.AccessCaller;
import dev.portolan.registry.AccessGrant;
import dev.portolan.registry.AccessPolicy;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Rule;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.ServicePort;
import dev.portolan.registry.VirtualMesh.AccessDefault;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who may call the workloads that a cluster offers under a host's name, read from what people wrote
 * and from nothing that the product has planned.
 *
 * @param domains by cluster, of all that are known
 * @param own what the cluster itself has
 */
record WrittenAccess(
    List<Rule> rules, Map<OriginId, String> domains, RegistrySnapshot own, ServiceKey called) {

  /** Whether anybody is kept out: there are workloads, and somebody has said who may call them. */
  boolean guarded() {
    return own.service(called).isPresent()
        && (policy().isPresent() || WrittenRules.meshOf(rules).access() == AccessDefault.DENY);
  }

  /** Whether a call gets in where {@link #guarded}. */
  boolean lets(Call call) {
    return policy()
        .filter(policy -> policy.allow().stream().anyMatch(grant -> lets(grant, call)))
        .isPresent();
  }

  private Optional<AccessPolicy> policy() {
    HostKey host = called.host();
    return rules.stream()
        .filter(AccessPolicy.class::isInstance)
        .map(AccessPolicy.class::cast)
        .filter(policy -> policy.hosts().first().selects(host))
        .max(Comparator.comparing(policy -> policy.hosts().first().equals(HostSelector.of(host))));
  }

  private boolean lets(AccessGrant grant, Call call) {
    return reaches(grant, call)
        && (grant.methods().isEmpty() || grant.methods().contains(call.method()))
        && (grant.paths().isEmpty()
            || grant.paths().stream().anyMatch(path -> matches(path, call.path())))
        && grant.from().stream().anyMatch(caller -> is(caller, call) && told(caller, grant, call));
  }

  private boolean reaches(AccessGrant grant, Call call) {
    Service service = own.service(called).orElseThrow();
    boolean pods = !own.slices(called).isEmpty();
    for (ServicePort port : service.ports()) {
      boolean known = port.number() == OwnServices.NUMBERED || pods;
      boolean meant = grant.ports().isEmpty() || grant.ports().contains(port.number());
      boolean seen =
          port.protocol().requests() || (grant.methods().isEmpty() && grant.paths().isEmpty());
      if (known && meant && seen && call.port() == OwnServices.target(port.number())) {
        return true;
      }
    }
    return false;
  }

  private boolean is(AccessCaller caller, Call call) {
    boolean there =
        caller.cluster().isEmpty()
            ? domains.containsValue(call.domain())
            : call.domain().equals(domains.get(caller.cluster().get()));
    return there
        && caller.namespace().map(call.namespace()::equals).orElse(true)
        && caller.account().map(call.account()::equals).orElse(true);
  }

  // Whoever has the caller's identity elsewhere must be meant as well.
  private boolean told(AccessCaller caller, AccessGrant grant, Call call) {
    return caller.cluster().isEmpty()
        || domains.entrySet().stream()
            .filter(member -> member.getValue().equals(call.domain()))
            .allMatch(
                member ->
                    grant.from().stream()
                        .anyMatch(
                            other ->
                                other.cluster().map(member.getKey()::equals).orElse(true)
                                    && asWide(other.namespace(), caller.namespace())
                                    && asWide(other.account(), caller.account())));
  }

  private static boolean asWide(Optional<String> one, Optional<String> other) {
    return one.isEmpty() || one.equals(other);
  }

  private static boolean matches(String pattern, String path) {
    return pattern.endsWith("*")
        ? path.startsWith(pattern.substring(0, pattern.length() - 1))
        : path.equals(pattern);
  }
}
