package dev.portolan.federation;

import dev.portolan.registry.AccessPolicy;
import dev.portolan.registry.Endpoint.MeshMode;
import dev.portolan.registry.Finding;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Service;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.registry.VirtualMesh.AccessDefault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides who may call the workloads that a cluster itself offers under a host's name. It is the
 * callee's cluster that says so: its proxies see who calls, from wherever, by the certificate.
 * Pure, as {@link HostPlanner} is, and apart from it: a host that cannot be written for clients is
 * guarded all the same.
 */
public final class AccessPlanner {
  private final Vantage vantage;
  private final Surroundings surroundings;
  private final VirtualMesh mesh;
  private final HostKey host;
  private final List<Finding> findings = new ArrayList<>();

  private AccessPlanner(
      Vantage vantage, Surroundings surroundings, VirtualMesh mesh, HostKey host) {
    this.vantage = vantage;
    this.surroundings = surroundings;
    this.mesh = mesh;
    this.host = host;
  }

  /**
   * Decides for a host.
   *
   * @param view as {@link HostPlanner#plan} takes it
   * @param surroundings the cluster's own
   */
  public static AccessDecision plan(
      RegistrySnapshot view, OriginId cluster, Surroundings surroundings, HostKey host) {
    return view.meshOf(cluster)
        .filter(mesh -> Visibility.exported(view, mesh, host.at(cluster)))
        .map(
            mesh ->
                new AccessPlanner(
                        new Vantage(view, mesh.key().name(), cluster), surroundings, mesh, host)
                    .decide())
        .orElse(AccessDecision.NOTHING);
  }

  /** Whether anything is said of who may call whom in a cluster's virtual mesh. */
  public static boolean inForce(RegistrySnapshot view, OriginId cluster) {
    return view.meshOf(cluster).filter(mesh -> mesh.access() != AccessDefault.ALLOW).isPresent()
        || view.policies().stream().anyMatch(policy -> policy.resource() instanceof AccessPolicy);
  }

  private AccessDecision decide() {
    List<AccessPolicy> claims = vantage.view().accessPolicies(mesh.key(), host, vantage.cluster());
    Optional<Service> own = vantage.view().service(host.at(vantage.cluster()));
    if (mesh.access() == AccessDefault.UNKNOWN) {
      findings.add(vantage.unknownRule(mesh, "access", "hosts without an access policy are open"));
    }
    if (claims.isEmpty() && mesh.access() != AccessDefault.DENY) {
      return new AccessDecision(Optional.empty(), findings);
    }
    Optional<AccessPolicy> policy = claims.stream().findFirst();
    if (policy.isPresent()) {
      noteSources();
    }
    if (own.isEmpty()) {
      return new AccessDecision(Optional.empty(), findings);
    }
    claims.stream()
        .skip(1)
        .forEach(loser -> findings.add(AccessFindings.conflict(host, policy.orElseThrow(), loser)));
    NativeWorkloads workloads =
        surroundings
            .services()
            .find(host)
            .map(NativeService::workloads)
            .orElse(NativeWorkloads.NONE);
    if (workloads.selector().isEmpty()) {
      findings.add(AccessFindings.withoutSelector(vantage, host));
      return new AccessDecision(Optional.empty(), findings);
    }
    Optional<HostKey> gateway = gateway(workloads);
    if (gateway.isPresent()) {
      findings.add(AccessFindings.gateway(vantage, host, gateway.get()));
      return new AccessDecision(Optional.empty(), findings);
    }
    AccessRules rules =
        policy
            .map(
                counting -> AccessRules.of(vantage, mesh, own.get(), workloads, counting, findings))
            .orElse(AccessRules.NOBODY);
    noteUnmeshed(own.get(), rules);
    noteShared(workloads, policy);
    return new AccessDecision(
        Optional.of(
            new HostAccess(
                host,
                mesh.key().name(),
                policy.map(counting -> counting.key().name()),
                workloads.selector(),
                rules.rules(),
                rules.shapedBy())),
        findings);
  }

  // Nobody stands in front of what a foreign registry lists.
  private void noteSources() {
    vantage.offers(host).stream()
        .map(offer -> offer.key().origin())
        .filter(vantage::isSource)
        .forEach(source -> findings.add(AccessFindings.source(host, source)));
  }

  // By its selector or by its pods: a gateway that lets nobody in cuts the cluster off.
  private Optional<HostKey> gateway(NativeWorkloads workloads) {
    Set<String> own = addresses(host);
    return surroundings.services().in(host.namespace()).entrySet().stream()
        .filter(entry -> entry.getValue().workloads().gateway())
        .map(entry -> new HostKey(host.namespace(), entry.getKey()))
        .filter(
            gateway ->
                gateway.equals(host)
                    || surroundings
                        .services()
                        .find(gateway)
                        .filter(found -> found.workloads().sharesWith(workloads))
                        .isPresent()
                    || addresses(gateway).stream().anyMatch(own::contains))
        .findFirst();
  }

  private Set<String> addresses(HostKey of) {
    Set<String> addresses = new TreeSet<>();
    vantage
        .view()
        .slices(of.at(vantage.cluster()))
        .forEach(slice -> slice.endpoints().forEach(endpoint -> addresses.add(endpoint.address())));
    return addresses;
  }

  private void noteUnmeshed(Service own, AccessRules rules) {
    List<MeshMode> modes =
        vantage.view().slices(own.key()).stream()
            .flatMap(slice -> slice.endpoints().stream())
            .map(endpoint -> endpoint.meshMode())
            .toList();
    long unmeshed = modes.stream().filter(mode -> mode == MeshMode.NONE).count();
    if (unmeshed > 0) {
      findings.add(AccessFindings.unmeshed(vantage, host, unmeshed, modes.size()));
    }
    if (modes.contains(MeshMode.AMBIENT)
        && rules.rules().stream()
            .anyMatch(rule -> !rule.methods().isEmpty() || !rule.paths().isEmpty())) {
      findings.add(AccessFindings.ambient(vantage, host));
    }
  }

  private void noteShared(NativeWorkloads workloads, Optional<AccessPolicy> policy) {
    List<String> others = new ArrayList<>();
    surroundings
        .services()
        .in(host.namespace())
        .forEach(
            (name, service) -> {
              HostKey other = new HostKey(host.namespace(), name);
              if (!other.equals(host)
                  && service.workloads().sharesWith(workloads)
                  && !guardedAlike(other, policy)) {
                others.add(other.toString());
              }
            });
    if (!others.isEmpty()) {
      findings.add(AccessFindings.shared(vantage, host, others));
    }
  }

  private boolean guardedAlike(HostKey other, Optional<AccessPolicy> policy) {
    return vantage.view().service(other.at(vantage.cluster())).isPresent()
        && vantage.view().accessPolicies(mesh.key(), other, vantage.cluster()).stream()
            .findFirst()
            .equals(policy);
  }
}
