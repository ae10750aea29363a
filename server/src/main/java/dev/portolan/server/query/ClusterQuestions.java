package dev.portolan.server.query;

import dev.portolan.registry.Finding;
import dev.portolan.registry.MeshClaims;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.server.rpc.NotFoundException;
import dev.portolan.v1.AnalyzeResponse;
import dev.portolan.v1.ClusterSummary;
import dev.portolan.v1.Severity;
import dev.portolan.wire.FindingCodec;
import dev.portolan.wire.TimeCodec;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Answers about clusters: what the registry holds of them, joined with what their agents say of
 * themselves now. Known are origins that have reported and those whose agents have connected.
 */
final class ClusterQuestions {
  private static final int MAX_REFUSED = 100;
  private static final int MAX_NAMED = 10;

  private final Pages pages;
  private final Agents agents;
  private final RefusedResources refused;
  private final Probations probations;
  private final Clock clock;

  ClusterQuestions(
      Pages pages, Agents agents, RefusedResources refused, Probations probations, Clock clock) {
    this.pages = pages;
    this.agents = agents;
    this.refused = refused;
    this.probations = probations;
    this.clock = clock;
  }

  Pages.Page<ClusterSummary> list(Pages.Request request, Selection selection) {
    Pages.Start start = pages.start(request);
    List<OriginId> candidates =
        known(start.snapshot(), agents).stream()
            .filter(
                origin -> selection.origin().isEmpty() || selection.origin().equals(origin.value()))
            .filter(
                origin ->
                    start.after().filter(last -> origin.value().compareTo(last) <= 0).isEmpty())
            .limit(request.size() + 1L)
            .toList();
    return pages.cut(
        request,
        start.snapshot(),
        candidates,
        OriginId::value,
        origin -> summary(start.snapshot(), origin));
  }

  /**
   * One cluster.
   *
   * @throws NotFoundException if no such origin is known
   */
  ClusterSummary get(RegistrySnapshot snapshot, OriginId origin) {
    requireKnown(snapshot, agents, origin);
    return summary(snapshot, origin);
  }

  /**
   * What is observed of all origins, or of one, and of rules.
   *
   * @throws NotFoundException if no such origin is known
   */
  AnalyzeResponse analyze(RegistrySnapshot snapshot, Optional<OriginId> only, Severity least) {
    only.ifPresent(origin -> requireKnown(snapshot, agents, origin));
    SortedSet<OriginId> origins =
        only.<SortedSet<OriginId>>map(origin -> new TreeSet<>(List.of(origin)))
            .orElseGet(() -> known(snapshot, agents));
    Analysis analysis = new Analysis(snapshot, least);
    for (OriginId origin : origins) {
      Stream<dev.portolan.v1.Finding> said =
          agents.find(origin).flatMap(Agents.Agent::status).stream()
              .flatMap(status -> status.getFindingsList().stream());
      analysis.addOrigin(origin, Stream.concat(findings(snapshot, origin).stream(), said));
    }
    if (only.isEmpty()) {
      analysis.addRules();
    }
    return analysis.response(origins);
  }

  /**
   * Says who is known if the origin is not.
   *
   * @throws NotFoundException if no such origin is known
   */
  static void requireKnown(RegistrySnapshot snapshot, Agents agents, OriginId origin) {
    SortedSet<OriginId> known = known(snapshot, agents);
    if (!known.contains(origin)) {
      throw new NotFoundException("no origin '%s' is known; %s".formatted(origin, named(known)));
    }
  }

  private static SortedSet<OriginId> known(RegistrySnapshot snapshot, Agents agents) {
    SortedSet<OriginId> known = new TreeSet<>(snapshot.origins().keySet());
    known.addAll(agents.origins());
    return known;
  }

  private ClusterSummary summary(RegistrySnapshot snapshot, OriginId origin) {
    ClusterSummary.Builder summary =
        Summaries.cluster(snapshot, origin).addAllFindings(findings(snapshot, origin));
    agents
        .find(origin)
        .ifPresent(
            agent -> {
              summary
                  .setConnected(agent.connected())
                  .setAgentVersion(agent.version())
                  .setLastHeardTime(TimeCodec.encode(agent.lastHeard()));
              agent.status().ifPresent(summary::setStatus);
            });
    refused.of(origin).stream().limit(MAX_REFUSED).forEach(summary::addRefused);
    return summary.build();
  }

  /** What the hub itself observes, worst first. */
  private List<dev.portolan.v1.Finding> findings(RegistrySnapshot snapshot, OriginId origin) {
    List<Finding> findings = new ArrayList<>(MeshClaims.about(snapshot, origin));
    snapshot
        .liveness(origin)
        .map(
            liveness ->
                LifeFindings.about(
                    liveness, snapshot.meshOf(origin), probations.of(origin), clock.instant()))
        .ifPresent(findings::add);
    findings.addAll(RegistrationFindings.about(snapshot, origin));
    findings.addAll(agents.findings(origin));
    snapshot.holds(origin).forEach(hold -> findings.add(HoldFindings.about(hold)));
    return findings.stream().sorted().map(FindingCodec::encode).toList();
  }

  /** A list of origins for a message, cut where it gets long. */
  static String named(SortedSet<OriginId> origins) {
    if (origins.isEmpty()) {
      return "no origin has reported yet";
    }
    String names =
        origins.stream().limit(MAX_NAMED).map(OriginId::value).collect(Collectors.joining(", "));
    int more = origins.size() - MAX_NAMED;
    return "known are " + names + (more > 0 ? " and " + more + " more" : "");
  }
}
