package dev.portolan.federation;

import dev.portolan.registry.Finding;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.HostMode;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.TrafficFault;
import dev.portolan.registry.TrafficHeaders;
import dev.portolan.registry.TrafficMatches;
import dev.portolan.registry.TrafficMirror;
import dev.portolan.registry.TrafficPart;
import dev.portolan.registry.TrafficPart.Kind;
import dev.portolan.registry.TrafficRetries;
import dev.portolan.registry.TrafficSplit;
import dev.portolan.registry.TrafficSticky;
import dev.portolan.registry.TrafficTarget;
import dev.portolan.registry.TrafficTimeout;
import dev.portolan.registry.VirtualMesh;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How the clients of one host in one cluster treat its requests: what policies say, without what
 * cannot be done here. Nothing is sent where nobody answers: a target without destinations leaves
 * its part to the others. Used for one plan.
 */
final class TrafficChoice {
  private final Vantage vantage;
  private final VirtualMesh mesh;
  private final HostPlan plan;
  private final TrafficParts parts;
  private final List<Finding> findings;

  private TrafficChoice(
      Vantage vantage,
      VirtualMesh mesh,
      HostPlan plan,
      TrafficParts parts,
      List<Finding> findings) {
    this.vantage = vantage;
    this.mesh = mesh;
    this.plan = plan;
    this.parts = parts;
    this.findings = findings;
  }

  /**
   * Chooses for a host.
   *
   * @param plan the host, as it is without policies for its traffic
   * @param others plans another host, as it is without policies for its traffic
   * @param findings to which what there is to say is added
   */
  static HostTraffic of(
      Vantage vantage,
      VirtualMesh mesh,
      HostPlan plan,
      Function<HostKey, HostDecision> others,
      List<Finding> findings) {
    TrafficParts parts =
        TrafficParts.of(
            vantage,
            plan.host(),
            vantage.view().trafficPolicies(mesh.key(), plan.host(), vantage.cluster()));
    findings.addAll(parts.findings());
    return parts.isEmpty()
        ? HostTraffic.USUAL
        : new TrafficChoice(vantage, mesh, plan, parts, findings).choose(others);
  }

  private HostTraffic choose(Function<HostKey, HostDecision> others) {
    boolean requests = !requestPorts().isEmpty();
    noteConnections();
    Optional<TrafficSticky> sticky =
        parts
            .part(Kind.STICKY, TrafficSticky.class)
            .filter(rule -> requests || rule.by() == TrafficSticky.By.SOURCE);
    sticky.ifPresent(this::noteGateways);
    if (!requests) {
      return new HostTraffic(
          List.of(),
          List.of(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          sticky,
          policies(sticky.stream()));
    }
    List<HostTraffic.Route> routes = routes(others);
    List<HostTraffic.Case> cases = cases(others);
    Optional<HostTraffic.Mirror> mirror = mirror(others);
    return new HostTraffic(
        routes,
        cases,
        mirror,
        subsets(routes, cases, mirror),
        parts.part(Kind.RETRIES, TrafficRetries.class),
        parts.part(Kind.TIMEOUT, TrafficTimeout.class),
        parts.part(Kind.FAULT, TrafficFault.class),
        parts.part(Kind.HEADERS, TrafficHeaders.class),
        sticky,
        policies(
            parts.all().values().stream()
                .map(TrafficParts.Said::part)
                .filter(part -> part.kind() != Kind.SPLIT || !routes.isEmpty())
                .filter(part -> part.kind() != Kind.MATCHES || !cases.isEmpty())
                .filter(part -> part.kind() != Kind.MIRROR || mirror.isPresent())));
  }

  private List<PlannedPort> requestPorts() {
    return plan.ports().stream().filter(port -> port.protocol().requests()).toList();
  }

  private boolean merged() {
    return plan.form().mode() == HostMode.MERGE;
  }

  private SortedMap<Kind, String> policies(Stream<? extends TrafficPart> inForce) {
    SortedMap<Kind, String> policies = new TreeMap<>();
    inForce.forEach(part -> policies.put(part.kind(), parts.policy(part.kind()).key().name()));
    return policies;
  }

  // Said of what a policy names only: that some hosts of a namespace have other ports is usual.
  private void noteConnections() {
    List<PlannedPort> connections =
        plan.ports().stream().filter(port -> !port.protocol().requests()).toList();
    if (connections.isEmpty()) {
      return;
    }
    parts.all().values().stream()
        .filter(said -> !bySource(said.part()))
        .map(TrafficParts.Said::policy)
        .distinct()
        .filter(policy -> policy.hosts().stream().anyMatch(this::namesHost))
        .forEach(
            policy ->
                findings.add(
                    TrafficFindings.connections(vantage, plan.host(), policy, connections)));
  }

  private boolean namesHost(HostSelector selector) {
    return selector.host().filter(plan.host()::equals).isPresent();
  }

  private static boolean bySource(TrafficPart part) {
    return part instanceof TrafficSticky sticky && sticky.by() == TrafficSticky.By.SOURCE;
  }

  private void noteGateways(TrafficSticky sticky) {
    if (plan.destinations().stream().anyMatch(Destination::gateway)) {
      findings.add(
          TrafficFindings.stickyToGateway(vantage, plan.host(), parts.policy(sticky.kind())));
    }
  }

  private List<HostTraffic.Route> routes(Function<HostKey, HostDecision> others) {
    Optional<TrafficSplit> split = parts.part(Kind.SPLIT, TrafficSplit.class);
    if (split.isEmpty()) {
      return List.of();
    }
    List<TrafficTarget> targets =
        split.get().branches().stream().map(TrafficSplit.Branch::target).toList();
    if (cannotTellOwnApart(Kind.SPLIT, targets)) {
      return List.of();
    }
    return divided(Kind.SPLIT, split.get(), others);
  }

  private List<HostTraffic.Case> cases(Function<HostKey, HostDecision> others) {
    List<HostTraffic.Case> cases = new ArrayList<>();
    for (TrafficMatches.Case said :
        parts
            .part(Kind.MATCHES, TrafficMatches.class)
            .map(TrafficMatches::cases)
            .orElse(List.of())) {
      List<TrafficTarget> targets =
          said.split().branches().stream().map(TrafficSplit.Branch::target).toList();
      if (!cannotTellOwnApart(Kind.MATCHES, targets)) {
        List<HostTraffic.Route> routes = divided(Kind.MATCHES, said.split(), others);
        if (!routes.isEmpty()) {
          cases.add(new HostTraffic.Case(said.match(), routes));
        }
      }
    }
    return cases;
  }

  private List<HostTraffic.Route> divided(
      Kind kind, TrafficSplit split, Function<HostKey, HostDecision> others) {
    // Demoted clusters get their part only if nobody else is left.
    List<HostTraffic.Route> routes = routes(split, others, false);
    if (routes.isEmpty()) {
      routes = routes(split, others, true);
    }
    List<HostTraffic.Route> found = routes;
    split.branches().stream()
        .filter(branch -> resolve(branch.target(), others, true).isEmpty())
        .forEach(branch -> findings.add(missing(kind, branch.target(), found.isEmpty())));
    return routes;
  }

  private List<HostTraffic.Route> routes(
      TrafficSplit split, Function<HostKey, HostDecision> others, boolean demoted) {
    List<HostTraffic.Route> routes = new ArrayList<>();
    for (TrafficSplit.Branch branch : split.branches()) {
      resolve(branch.target(), others, demoted)
          .ifPresent(target -> routes.add(new HostTraffic.Route(target, branch.weight())));
    }
    return routes;
  }

  private Optional<HostTraffic.Mirror> mirror(Function<HostKey, HostDecision> others) {
    Optional<TrafficMirror> wanted = parts.part(Kind.MIRROR, TrafficMirror.class);
    if (wanted.isEmpty() || cannotTellOwnApart(Kind.MIRROR, List.of(wanted.get().target()))) {
      return Optional.empty();
    }
    Optional<HostTraffic.Target> target = resolve(wanted.get().target(), others, true);
    if (target.isEmpty()) {
      findings.add(missing(Kind.MIRROR, wanted.get().target(), true));
    }
    return target.map(found -> new HostTraffic.Mirror(found, wanted.get().percent()));
  }

  private boolean cannotTellOwnApart(Kind kind, List<TrafficTarget> targets) {
    boolean concerned =
        merged() && targets.contains(new TrafficTarget.InCluster(vantage.cluster()));
    if (concerned) {
      findings.add(TrafficFindings.merged(vantage, plan.host(), kind, parts.policy(kind)));
    }
    return concerned;
  }

  private Finding missing(Kind kind, TrafficTarget target, boolean alone) {
    if (target instanceof TrafficTarget.InCluster in
        && Collections.binarySearch(mesh.members(), in.cluster()) < 0) {
      return TrafficFindings.stranger(mesh, parts.policy(kind), in.cluster());
    }
    return TrafficFindings.empty(vantage, plan.host(), kind, parts.policy(kind), target, alone);
  }

  private Optional<HostTraffic.Target> resolve(
      TrafficTarget target, Function<HostKey, HostDecision> others, boolean demoted) {
    if (target instanceof TrafficTarget.InCluster in) {
      return plan.destinations().stream()
          .filter(each -> each.origin().equals(in.cluster()))
          .filter(each -> demoted || each.tier() < plan.tiers().last())
          .findFirst()
          .map(each -> new HostTraffic.Target(plan.fqdn(), Optional.of(each.origin())));
    }
    return target instanceof TrafficTarget.OtherHost other
            && others.apply(other.host()) instanceof HostPlan plan
            && answers(plan)
        ? Optional.of(new HostTraffic.Target(plan.fqdn(), Optional.empty()))
        : Optional.empty();
  }

  // A request for a port that the other host does not have would find nobody; one that has a single
  // port gets all of them.
  private boolean answers(HostPlan other) {
    boolean ports =
        other.ports().size() == 1
            ? other.ports().get(0).protocol().requests()
            : other.ports().stream()
                .filter(port -> port.protocol().requests())
                .map(PlannedPort::number)
                .toList()
                .containsAll(requestPorts().stream().map(PlannedPort::number).toList());
    return ports && (!other.destinations().isEmpty() || other.form().mode() == HostMode.MERGE);
  }

  // All that offer the host, so that turning from one to another changes no more than the routes:
  // a client that loses a subset before it learns the new routes answers 503.
  private List<OriginId> subsets(
      List<HostTraffic.Route> routes,
      List<HostTraffic.Case> cases,
      Optional<HostTraffic.Mirror> mirror) {
    boolean asked =
        Stream.concat(
                Stream.concat(
                        routes.stream(), cases.stream().flatMap(each -> each.routes().stream()))
                    .map(HostTraffic.Route::target),
                mirror.stream().map(HostTraffic.Mirror::target))
            .anyMatch(target -> target.subset().isPresent());
    return asked
        ? vantage.offers(plan.host()).stream()
            .map(offer -> offer.key().origin())
            .filter(origin -> !merged() || !origin.equals(vantage.cluster()))
            .toList()
        : List.of();
  }
}
