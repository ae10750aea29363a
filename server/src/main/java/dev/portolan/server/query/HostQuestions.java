package dev.portolan.server.query;

import dev.portolan.federation.AccessDecision;
import dev.portolan.federation.AccessPlanner;
import dev.portolan.federation.AssumedSurroundings;
import dev.portolan.federation.HostAccess;
import dev.portolan.federation.HostExplanation;
import dev.portolan.federation.HostPlan;
import dev.portolan.federation.Surroundings;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.IpAddress;
import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ServicePort;
import dev.portolan.server.rpc.InvalidRequestException;
import dev.portolan.server.rpc.NotFoundException;
import dev.portolan.v1.ExplainHostRequest;
import dev.portolan.v1.ExplainHostResponse;
import dev.portolan.wire.FindingCodec;
import dev.portolan.wire.HostRulesCodec;
import dev.portolan.wire.RecordEncoder;
import dev.portolan.wire.RevisionCodec;
import java.util.Optional;

/**
 * Answers why a host is as it is in a cluster: by the planner that the cluster's agent has, from
 * what the agent has said of its cluster.
 */
final class HostQuestions {
  private final Agents agents;

  HostQuestions(Agents agents) {
    this.agents = agents;
  }

  /**
   * The explanation.
   *
   * @throws InvalidRequestException if a field of the request is not well formed
   * @throws NotFoundException if nobody offers the host, or the cluster is not known
   */
  ExplainHostResponse explain(RegistrySnapshot snapshot, ExplainHostRequest request) {
    HostKey host = host(request.getHost());
    OriginId cluster = cluster(snapshot, request.getCluster());
    if (snapshot.originsOf(host).isEmpty()) {
      throw new NotFoundException(
          "no origin offers a service %s in namespace %s; 'portolan get services' shows what there is"
              .formatted(host.name(), host.namespace()));
    }
    Optional<Agents.Agent> agent = agents.find(cluster);
    Optional<Surroundings> said = agent.flatMap(Agents.Agent::surroundings);
    Surroundings surroundings = said.orElseGet(() -> AssumedSurroundings.of(snapshot, cluster));
    HostExplanation explanation = HostExplanation.of(snapshot, cluster, surroundings, host);
    ExplainHostResponse.Builder answer =
        ExplainHostResponse.newBuilder()
            .setRevision(RevisionCodec.encode(snapshot.revision()))
            .setNamespace(host.namespace())
            .setName(host.name())
            .setCluster(cluster.value())
            .setVirtualMesh(snapshot.meshOf(cluster).map(mesh -> mesh.key().name()).orElse(""));
    if (explanation.decision() instanceof HostPlan plan) {
      add(plan, answer);
    }
    AccessDecision access = AccessPlanner.plan(snapshot, cluster, surroundings, host);
    access.access().flatMap(HostAccess::policy).ifPresent(answer::setAccessPolicy);
    OriginExplanations origins = new OriginExplanations(snapshot, cluster, agents);
    explanation.origins().forEach(fate -> answer.addOrigins(origins.of(host, fate)));
    access.findingsWith(explanation.decision()).stream()
        .map(FindingCodec::encode)
        .forEach(answer::addFindings);
    if (!request.getEndpoint().isEmpty()) {
      answer.addAllEndpoints(
          EndpointExplanations.of(snapshot, explanation, endpoint(request.getEndpoint())));
    }
    // A source has no clients: nobody plans there.
    if (snapshot.cluster(cluster).flatMap(Cluster::source).isEmpty()) {
      answer
          .setSurroundingsAssumed(said.isEmpty())
          .setAgent(AgentExplanations.of(snapshot, cluster, surroundings, host, agent));
    }
    return answer.build();
  }

  private static void add(HostPlan plan, ExplainHostResponse.Builder answer) {
    answer
        .setFqdn(plan.fqdn())
        .setMode(HostRulesCodec.encode(plan.form().mode()))
        .setFailoverPolicy(plan.tiers().policy());
    plan.ports().stream()
        .map(port -> new ServicePort(port.name(), port.number(), port.protocol()))
        .map(RecordEncoder::port)
        .forEach(answer::addPorts);
    plan.traffic()
        .policies()
        .forEach((part, policy) -> answer.putTrafficPolicies(part.word(), policy));
  }

  private static HostKey host(String text) {
    return HostNames.named(text)
        .orElseThrow(
            () ->
                new InvalidRequestException(
                    "host",
                    "is '%s'; <namespace>/<name> or a DNS name that begins with <name>.<namespace> is required"
                        .formatted(Names.printable(text))));
  }

  private OriginId cluster(RegistrySnapshot snapshot, String text) {
    Names.labelProblem(text)
        .ifPresent(
            problem -> {
              throw new InvalidRequestException("cluster", problem);
            });
    OriginId cluster = new OriginId(text);
    ClusterQuestions.requireKnown(snapshot, agents, cluster);
    return cluster;
  }

  private static String endpoint(String text) {
    return IpAddress.canonical(text)
        .orElseThrow(
            () ->
                new InvalidRequestException(
                    "endpoint",
                    "is '%s'; an IPv4 or IPv6 address is required"
                        .formatted(Names.printable(text))));
  }
}
