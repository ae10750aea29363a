package dev.portolan.federation;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.ExportRules.OptIn;
import dev.portolan.registry.Finding;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.HostMode;
import dev.portolan.registry.HostRules.MissingNamespace;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PartitionDecision;
import dev.portolan.registry.PartitionRule;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServicePort;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.registry.VirtualMesh.TrustRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what one cluster does with one global host, and says why in the same pass. Pure: equal
 * views give equal decisions, in whatever order their records arrived.
 */
public final class HostPlanner {
  private final Vantage vantage;
  private final Surroundings surroundings;
  private final VirtualMesh mesh;
  private final HostKey host;
  private final Trail trail;
  private final List<Finding> findings = new ArrayList<>();

  private HostPlanner(
      Vantage vantage, Surroundings surroundings, VirtualMesh mesh, HostKey host, Trail trail) {
    this.vantage = vantage;
    this.surroundings = surroundings;
    this.mesh = mesh;
    this.host = host;
    this.trail = trail;
  }

  /**
   * Plans a host.
   *
   * @param view of every member of the cluster's virtual mesh: facts, exported services, and slices
   *     or capacities; and the cluster's own records
   * @param surroundings the cluster's own
   */
  public static HostDecision plan(
      RegistrySnapshot view, OriginId cluster, Surroundings surroundings, HostKey host) {
    return plan(view, cluster, surroundings, host, new Trail());
  }

  /** As {@link #plan}, with a trail for whoever asks why. */
  static HostDecision plan(
      RegistrySnapshot view,
      OriginId cluster,
      Surroundings surroundings,
      HostKey host,
      Trail trail) {
    return view.meshOf(cluster)
        .map(
            mesh ->
                plan(
                    new Vantage(view, mesh.key().name(), cluster), surroundings, mesh, host, trail))
        .orElseGet(() -> new HostOmitted(host, List.of()));
  }

  private static HostDecision plan(
      Vantage vantage, Surroundings surroundings, VirtualMesh mesh, HostKey host, Trail trail) {
    HostDecision decision = destined(vantage, surroundings, mesh, host, trail);
    if (!(decision instanceof HostPlan plan)) {
      return decision;
    }
    List<Finding> findings = new ArrayList<>(plan.findings());
    HostTraffic traffic =
        TrafficChoice.of(
            vantage,
            mesh,
            plan,
            other -> destined(vantage, surroundings, mesh, other, new Trail()),
            findings);
    return plan.with(traffic, findings);
  }

  /** Whether a host is here and where it leads, however requests to it are treated. */
  private static HostDecision destined(
      Vantage vantage, Surroundings surroundings, VirtualMesh mesh, HostKey host, Trail trail) {
    List<Service> offers =
        mesh.imports().allow(vantage.cluster(), host.namespace())
            ? vantage.offers(host)
            : List.<Service>of();
    return offers.isEmpty()
        ? new HostOmitted(host, List.of())
        : new HostPlanner(vantage, surroundings, mesh, host, trail).decide(offers);
  }

  private HostDecision decide(List<Service> offers) {
    if (mesh.exports().optIns().contains(OptIn.UNKNOWN)) {
      findings.add(vantage.unknownRule(mesh, "exports.optIn", "nothing is exported by it"));
    }
    if (mesh.trust() == TrustRule.UNKNOWN) {
      findings.add(vantage.unknownRule(mesh, "trust", "it is taken for verify"));
    }
    if (namespaceMissing() && !mayMakeNamespace()) {
      findings.add(PlanFindings.namespaceMissing(vantage, host, offers));
      return new HostOmitted(host, findings);
    }
    PortAgreement agreement = PortAgreement.among(offers);
    trail.agreed(agreement.members());
    findings.addAll(agreement.findings());
    if (agreement.ports().isEmpty()) {
      return new HostOmitted(host, findings);
    }
    ModeChoice choice = ModeChoice.of(vantage, surroundings, mesh, host, agreement);
    findings.addAll(choice.findings());
    return choice.mode().isPresent()
        ? plan(agreement, choice, choice.mode().get())
        : new HostOmitted(host, findings);
  }

  private HostPlan plan(PortAgreement agreement, ModeChoice choice, HostMode mode) {
    List<ServicePort> ports = choice.named(agreement.ports());
    boolean merged = mode == HostMode.MERGE;
    FailoverOrder order = FailoverOrder.of(vantage, mesh, host, agreement.members(), merged);
    TierOrder tiers = order.tiers();
    findings.addAll(order.findings());
    findings.addAll(
        FailoverFindings.partitions(
            host, vantage.view().partitionPolicies(mesh.key(), host, vantage.cluster())));
    List<Contribution> contributions = contributions(agreement, ports, merged, order);
    trail.reached(contributions, merged, order.ruledOut());
    ClusterDomains domains =
        merged
            ? ClusterDomains.asAtHome(vantage, contributions)
            : ClusterDomains.among(vantage, contributions);
    findings.addAll(domains.findings());
    List<Contribution> used =
        domains.kept().stream().map(kept -> partitioned(kept, tiers)).toList();
    trail.left(domains.kept(), used);
    used.forEach(kept -> findings.addAll(kept.findings()));
    Destinations destinations = Destinations.join(vantage, host, used, merged);
    findings.addAll(destinations.findings());
    TlsChoice tls =
        TlsChoice.of(
            vantage,
            host,
            ports,
            merged,
            surroundings.ambient(),
            domains.kept(),
            destinations.list());
    findings.addAll(tls.findings());
    EndpointCap cap = EndpointCap.of(vantage, host, mesh.hosts(), tls.kept());
    findings.addAll(cap.findings());
    Identities identities = Identities.of(domains.kept(), destinations);
    findings.addAll(identities.findings());
    domains.kept().forEach(this::noteHeadless);
    if (cap.kept().isEmpty() && !merged) {
      findings.add(nothingLeft(agreement, order, domains.kept(), used));
    }
    if (namespaceMissing()) {
      findings.add(PlanFindings.namespaceToBeMade(vantage, host));
    }
    ExteriorChoice exterior = ExteriorChoice.of(vantage, mode, agreement.members());
    findings.addAll(exterior.findings());
    HostForm form = new HostForm(mode, cap.shards(), choice.generation(), namespaceMissing());
    noteAmbientClients(form, cap.kept());
    return new HostPlan(
        host,
        mesh.key().name(),
        choice.nativeName()
            ? ClusterDomain.nameIn(vantage.view(), vantage.cluster(), host)
            : host.fqdn(mesh.suffix()),
        vantage.cluster(),
        planned(ports, merged ? "" : domains.domain()),
        order.weighed(EndpointWeights.of(cap.kept(), merged)),
        identities.all(),
        destinations.throughGateway(),
        new HostExterior(exterior.external(), tls.name()),
        tiers,
        HostTraffic.USUAL,
        form,
        findings);
  }

  private Finding nothingLeft(
      PortAgreement agreement,
      FailoverOrder order,
      List<Contribution> all,
      List<Contribution> used) {
    List<OriginId> withdrawn = withdrawn(all, used);
    if (!withdrawn.isEmpty()) {
      return PlanFindings.lastWithdrawn(vantage, host, withdrawn);
    }
    return !order.ruledOut().isEmpty()
        ? FailoverFindings.leavesNone(vantage, host, order.tiers())
        : PlanFindings.noEndpoints(vantage, host, agreement);
  }

  private static List<OriginId> withdrawn(List<Contribution> all, List<Contribution> used) {
    List<OriginId> withdrawn = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (!all.get(i).destinations().isEmpty() && used.get(i).destinations().isEmpty()) {
        withdrawn.add(all.get(i).service().key().origin());
      }
    }
    return withdrawn;
  }

  private Contribution partitioned(Contribution contribution, TierOrder tiers) {
    PartitionDecision decision =
        vantage.view().partition(mesh, contribution.service(), vantage.cluster());
    if (decision.rule().action() == PartitionRule.Action.UNKNOWN) {
      findings.add(FailoverFindings.unknownPartition(vantage, mesh, decision));
    }
    return Partition.of(vantage.view(), vantage.cluster(), mesh, contribution.service())
        .map(partition -> partition.applied(contribution, mesh, tiers.last()))
        .orElse(contribution);
  }

  private boolean namespaceMissing() {
    return !surroundings.namespaces().contains(host.namespace());
  }

  private boolean mayMakeNamespace() {
    if (mesh.hosts().missingNamespace() == MissingNamespace.UNKNOWN) {
      findings.add(
          vantage.unknownRule(mesh, "hosts.missingNamespace", "hosts without one are skipped"));
    }
    return mesh.hosts().missingNamespace() == MissingNamespace.CREATE;
  }

  // What joins the own Service is the others'.
  private List<Contribution> contributions(
      PortAgreement agreement, List<ServicePort> ports, boolean othersOnly, FailoverOrder order) {
    DirectDestinations direct = new DirectDestinations(vantage, ports);
    GatewayDestinations gateways = new GatewayDestinations(vantage, ports);
    TrustGate gate = new TrustGate(vantage, mesh);
    List<Contribution> contributions = new ArrayList<>();
    for (Service service : agreement.members()) {
      OriginId origin = service.key().origin();
      if (othersOnly && origin.equals(vantage.cluster())) {
        continue;
      }
      Optional<Cluster> facts = vantage.facts(origin);
      contributions.add(
          order.ordered(
              facts.isEmpty()
                  ? Contribution.none(service, PlanFindings.clusterUnknown(service))
                  : gate.passed(
                      vantage.reachesDirectly(origin)
                          ? direct.of(service, facts.get())
                          : gateways.of(service, facts.get()),
                      facts.get())));
    }
    return switch (mesh.hosts().overflow()) {
      case SHARD -> contributions;
      case AGGREGATE ->
          new Aggregation(
                  vantage,
                  host,
                  mesh.hosts().maxEndpoints(),
                  othersOnly ? Optional.of(vantage.domain(vantage.cluster())) : Optional.empty(),
                  near ->
                      order.ordered(
                          gate.passed(gateways.of(near.service(), factsOf(near)), factsOf(near))))
              .of(contributions, findings);
      case UNKNOWN -> {
        findings.add(vantage.unknownRule(mesh, "hosts.overflow", "large hosts are sharded"));
        yield contributions;
      }
    };
  }

  private Cluster factsOf(Contribution contribution) {
    return vantage.facts(contribution.service().key().origin()).orElseThrow();
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
    if (contribution.service().kind() == Service.Kind.HEADLESS) {
      findings.add(PlanFindings.headless(host, contribution.service()));
    }
  }

  private void noteAmbientClients(HostForm form, List<Destination> destinations) {
    boolean concerned =
        form.shards() > 1
            || form.mode() != HostMode.GLOBAL
            || destinations.stream().anyMatch(Destination::gateway);
    if (concerned && !surroundings.ambient().isEmpty()) {
      findings.add(PlanFindings.ambientClients(vantage, surroundings.ambient()));
    }
  }
}
