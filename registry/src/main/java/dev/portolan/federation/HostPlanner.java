package dev.portolan.federation;

import static dev.portolan.federation.Vantage.finding;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.HostRules.Overflow;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServicePort;
import dev.portolan.registry.VirtualMesh;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what one cluster does with one global host, and says why in the same pass. Pure: equal
 * views give equal decisions, in whatever order their records arrived.
 */
public final class HostPlanner {
  private final Vantage vantage;
  private final VirtualMesh mesh;
  private final HostKey host;
  private final List<Finding> findings = new ArrayList<>();

  private HostPlanner(Vantage vantage, VirtualMesh mesh, HostKey host) {
    this.vantage = vantage;
    this.mesh = mesh;
    this.host = host;
  }

  /**
   * Plans a host.
   *
   * @param view of every member of the cluster's virtual mesh: facts, exported services, and slices
   *     or capacities; and the cluster's own records
   * @param localNamespaces that exist in the cluster
   */
  public static HostDecision plan(
      RegistrySnapshot view, OriginId cluster, Set<String> localNamespaces, HostKey host) {
    Optional<VirtualMesh> mesh =
        view.meshOf(cluster).filter(found -> found.exports(host.namespace()));
    if (mesh.isEmpty()) {
      return new HostOmitted(host, List.of());
    }
    Vantage vantage = new Vantage(view, mesh.get().key().name(), cluster);
    List<Service> offers = vantage.offers(host);
    if (offers.isEmpty()) {
      return new HostOmitted(host, List.of());
    }
    if (!localNamespaces.contains(host.namespace())) {
      return new HostOmitted(host, List.of(namespaceMissing(vantage, host, offers)));
    }
    return new HostPlanner(vantage, mesh.get(), host).decide(offers);
  }

  private HostDecision decide(List<Service> offers) {
    PortAgreement agreement = PortAgreement.among(offers);
    findings.addAll(agreement.findings());
    if (agreement.ports().isEmpty()) {
      return new HostOmitted(host, findings);
    }
    if (mesh.hosts().overflow() == Overflow.UNKNOWN) {
      findings.add(ruleUnknown("hosts.overflow", "large hosts are sharded"));
    }
    ClusterDomains domains = ClusterDomains.among(vantage, contributions(agreement));
    findings.addAll(domains.findings());
    domains.kept().forEach(kept -> findings.addAll(kept.findings()));
    Destinations destinations = Destinations.join(vantage, host, domains.kept());
    findings.addAll(destinations.findings());
    EndpointCap cap = EndpointCap.of(vantage, host, mesh.hosts(), destinations.list());
    findings.addAll(cap.findings());
    Identities identities = Identities.of(domains.kept(), destinations);
    findings.addAll(identities.findings());
    domains.kept().forEach(this::noteHeadless);
    if (destinations.list().isEmpty()) {
      noteNoEndpoints(agreement);
    }
    return new HostPlan(
        host,
        mesh.key().name(),
        host.fqdn(mesh.suffix()),
        vantage.cluster(),
        planned(agreement.ports(), domains.domain()),
        cap.kept(),
        identities.all(),
        destinations.throughGateway(),
        new HostForm(cap.shards()),
        findings);
  }

  private List<Contribution> contributions(PortAgreement agreement) {
    DirectDestinations direct = new DirectDestinations(vantage, agreement.ports());
    GatewayDestinations gateways = new GatewayDestinations(vantage, agreement.ports());
    List<Contribution> contributions = new ArrayList<>();
    for (Service service : agreement.members()) {
      OriginId origin = service.key().origin();
      Optional<Cluster> facts = vantage.facts(origin);
      contributions.add(
          facts.isEmpty()
              ? Contribution.none(service, clusterUnknown(service))
              : vantage.reachesDirectly(origin)
                  ? direct.of(service, facts.get())
                  : gateways.of(service, facts.get()));
    }
    if (mesh.hosts().overflow() != Overflow.AGGREGATE) {
      return contributions;
    }
    return new Aggregation(
            vantage,
            host,
            mesh.hosts().maxEndpoints(),
            near -> gateways.of(near.service(), vantage.facts(origin(near)).orElseThrow()))
        .of(contributions, findings);
  }

  private static OriginId origin(Contribution contribution) {
    return contribution.service().key().origin();
  }

  // The native host as the exporter's istiod names it to its gateway (Istio's
  // BuildDNSSrvSubsetKey).
  private List<PlannedPort> planned(List<ServicePort> ports, String domain) {
    return ports.stream()
        .map(
            port ->
                new PlannedPort(
                    port.name(),
                    port.number(),
                    port.protocol(),
                    domain.isEmpty()
                        ? ""
                        : "outbound_.%d_._.%s.%s.svc.%s"
                            .formatted(port.number(), host.name(), host.namespace(), domain)))
        .toList();
  }

  private void noteHeadless(Contribution contribution) {
    Service service = contribution.service();
    if (service.kind() == Service.Kind.HEADLESS) {
      findings.add(
          finding(
              FindingCode.HEADLESS_AS_ONE_HOST,
              service.key(),
              ("%s is headless at %s; under the global host its pods are one load-balanced set and"
                      + " cannot be addressed one by one.")
                  .formatted(host, service.key().origin())));
    }
  }

  private void noteNoEndpoints(PortAgreement agreement) {
    List<OriginId> origins =
        agreement.members().stream().map(service -> service.key().origin()).sorted().toList();
    findings.add(
        vantage.here(
            FindingCode.NO_ENDPOINTS,
            host,
            ("No ready endpoint of %s can be reached from %s (offered by %s); the host stays and"
                    + " answers 503 until one is.")
                .formatted(host, vantage.cluster(), origins)));
  }

  // About the virtual mesh, not the host: all hosts say the same, so it shows once.
  private Finding ruleUnknown(String field, String instead) {
    return new Finding(
        FindingCode.RULE_UNKNOWN,
        "virtual-mesh/" + mesh.key().path(),
        ("The virtual mesh says something in %s that the agent of %s does not know; until it is"
                + " updated, %s there.")
            .formatted(field, vantage.cluster(), instead));
  }

  private Finding clusterUnknown(Service service) {
    return finding(
        FindingCode.CLUSTER_UNKNOWN,
        service.key(),
        ("%s offers the service but has not reported its cluster's facts (network, gateways), so"
                + " nobody knows how to reach it. Check its agent.")
            .formatted(service.key().origin()));
  }

  private static Finding namespaceMissing(Vantage vantage, HostKey host, List<Service> offers) {
    return vantage.here(
        FindingCode.NAMESPACE_MISSING,
        host,
        ("%s is offered by %s, but %s has no namespace %s, so it gets no host. Create the namespace"
                + " if its workloads shall call the service.")
            .formatted(
                host,
                offers.stream().map(service -> service.key().origin()).sorted().toList(),
                vantage.cluster(),
                host.namespace()));
  }
}
