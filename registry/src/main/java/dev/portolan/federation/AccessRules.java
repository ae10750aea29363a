package dev.portolan.federation;

import dev.portolan.registry.AccessCaller;
import dev.portolan.registry.AccessGrant;
import dev.portolan.registry.AccessPolicy;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.Finding;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServicePort;
import dev.portolan.registry.VirtualMesh;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a policy grants, by identities and by ports of the workloads. Whoever cannot be told from
 * others that are not meant is not let in (ADR 0044): too few get in, never too many.
 *
 * @param shapedBy other members by whose facts it was decided
 */
record AccessRules(List<AccessRule> rules, SortedSet<OriginId> shapedBy) {
  static final AccessRules NOBODY = new AccessRules(List.of(), new TreeSet<>());

  /** Far above what clusters have, far below what an object may hold. */
  private static final int MAX_DOMAINS = 500;

  /**
   * Resolves a policy for a host's workloads.
   *
   * @param own the host, as the cluster itself offers it
   * @param findings to which what there is to say is added
   */
  static AccessRules of(
      Vantage vantage,
      VirtualMesh mesh,
      Service own,
      NativeWorkloads workloads,
      AccessPolicy policy,
      List<Finding> findings) {
    Resolution resolution =
        new Resolution(
            vantage, mesh, own, workloads, policy, TrustDomains.of(vantage, mesh), findings);
    List<AccessRule> rules = new ArrayList<>();
    policy.allow().forEach(grant -> rules.addAll(resolution.rules(grant)));
    resolution.shapedBy.remove(vantage.cluster());
    return new AccessRules(rules.stream().distinct().toList(), resolution.shapedBy);
  }

  /** Used for one policy and one host. */
  private static final class Resolution {
    private final Vantage vantage;
    private final VirtualMesh mesh;
    private final Service own;
    private final NativeWorkloads workloads;
    private final AccessPolicy policy;
    private final TrustDomains domains;
    private final List<Finding> findings;
    private final SortedSet<OriginId> shapedBy = new TreeSet<>();

    Resolution(
        Vantage vantage,
        VirtualMesh mesh,
        Service own,
        NativeWorkloads workloads,
        AccessPolicy policy,
        TrustDomains domains,
        List<Finding> findings) {
      this.vantage = vantage;
      this.mesh = mesh;
      this.own = own;
      this.workloads = workloads;
      this.policy = policy;
      this.domains = domains;
      this.findings = findings;
    }

    List<AccessRule> rules(AccessGrant grant) {
      if (grant.unknown()) {
        findings.add(AccessFindings.unknown(vantage, policy));
        return List.of();
      }
      SortedMap<String, List<AccessCaller>> byDomains = new TreeMap<>();
      SortedMap<String, SortedSet<String>> named = new TreeMap<>();
      for (AccessCaller caller : grant.from()) {
        SortedSet<String> of = domainsOf(caller, grant);
        if (!of.isEmpty()) {
          String key = String.join(" ", of);
          named.put(key, of);
          byDomains.computeIfAbsent(key, none -> new ArrayList<>()).add(caller);
        }
      }
      SortedSet<Integer> ports = targets(grant);
      if (ports.isEmpty()) {
        return List.of();
      }
      List<AccessRule> rules = new ArrayList<>();
      byDomains.forEach(
          (key, callers) ->
              rules.add(rule(named.getOrDefault(key, new TreeSet<>()), callers, ports, grant)));
      return rules;
    }

    private static AccessRule rule(
        SortedSet<String> domains,
        List<AccessCaller> callers,
        SortedSet<Integer> ports,
        AccessGrant grant) {
      boolean whole = callers.stream().anyMatch(caller -> caller.namespace().isEmpty());
      SortedSet<String> namespaces = new TreeSet<>();
      SortedSet<String> accounts = new TreeSet<>();
      for (AccessCaller caller : whole ? List.<AccessCaller>of() : callers) {
        String namespace = caller.namespace().orElseThrow();
        caller
            .account()
            .ifPresentOrElse(
                account -> accounts.add(namespace + '/' + account),
                () -> namespaces.add(namespace));
      }
      return new AccessRule(domains, namespaces, accounts, ports, grant.methods(), grant.paths());
    }

    /** By which a caller is told from others; none where it cannot be. */
    private SortedSet<String> domainsOf(AccessCaller caller, AccessGrant grant) {
      if (caller.cluster().isEmpty()) {
        SortedSet<String> all = domains.all();
        if (all.size() > MAX_DOMAINS) {
          findings.add(AccessFindings.tooManyDomains(policy, all.size(), MAX_DOMAINS));
          return new TreeSet<>();
        }
        shapedBy.addAll(domains.oneOfEach());
        return all;
      }
      OriginId cluster = caller.cluster().get();
      Optional<String> domain = domains.of(cluster);
      if (domain.isEmpty()) {
        findings.add(unknown(cluster));
        return new TreeSet<>();
      }
      shapedBy.add(cluster);
      List<OriginId> others =
          domains.sharing(cluster).stream()
              .filter(other -> grant.from().stream().noneMatch(each -> each.covers(caller, other)))
              .toList();
      if (others.isEmpty()) {
        return new TreeSet<>(List.of(domain.get()));
      }
      shapedBy.addAll(others);
      findings.add(AccessFindings.ambiguous(policy, caller, cluster, domain.get(), others));
      return new TreeSet<>();
    }

    private Finding unknown(OriginId cluster) {
      if (Collections.binarySearch(mesh.members(), cluster) < 0) {
        return AccessFindings.stranger(mesh, policy, cluster);
      }
      return vantage.isSource(cluster)
          ? AccessFindings.sourceCalls(policy, cluster)
          : AccessFindings.unreported(policy, cluster);
    }

    private SortedSet<Integer> targets(AccessGrant grant) {
      SortedSet<Integer> targets = new TreeSet<>();
      List<ServicePort> granted = granted(grant);
      List<ServicePort> connections =
          granted.stream().filter(port -> !port.protocol().requests()).toList();
      if (grant.ofRequests() && !connections.isEmpty()) {
        findings.add(AccessFindings.ofRequests(vantage, own.key().host(), policy, connections));
        granted = granted.stream().filter(port -> port.protocol().requests()).toList();
      }
      for (ServicePort port : granted) {
        SortedSet<Integer> of = targets(port);
        targets.addAll(of);
        if (of.isEmpty()) {
          findings.add(AccessFindings.unresolved(vantage, own.key().host(), policy, port));
        }
      }
      return targets;
    }

    private List<ServicePort> granted(AccessGrant grant) {
      if (grant.ports().isEmpty()) {
        return own.ports();
      }
      SortedSet<Integer> strange = new TreeSet<>(grant.ports());
      own.ports().forEach(port -> strange.remove(port.number()));
      if (!strange.isEmpty()) {
        findings.add(
            AccessFindings.strangePorts(
                vantage,
                own.key().host(),
                policy,
                strange.stream().map(String::valueOf).collect(Collectors.joining(", "))));
      }
      return own.ports().stream().filter(port -> grant.ports().contains(port.number())).toList();
    }

    // A number is the Service's to say; what a name stands for is told by the pods.
    private SortedSet<Integer> targets(ServicePort port) {
      SortedSet<Integer> targets = new TreeSet<>();
      Integer number = workloads.targets().get(port.number());
      if (number != null) {
        targets.add(number);
        return targets;
      }
      for (EndpointSlice slice : vantage.view().slices(own.key())) {
        for (Map.Entry<String, Integer> entry : slice.ports().entrySet()) {
          if (entry.getKey().equals(port.name())) {
            targets.add(entry.getValue());
          }
        }
      }
      return targets;
    }
  }
}
