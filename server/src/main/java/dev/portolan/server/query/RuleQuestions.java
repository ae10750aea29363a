package dev.portolan.server.query;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Policy;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Revision;
import dev.portolan.registry.Rule;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.registry.VirtualMeshKey;
import dev.portolan.server.control.RuleChange;
import dev.portolan.server.rpc.InvalidRequestException;
import dev.portolan.server.rpc.NotFoundException;
import dev.portolan.v1.Finding;
import dev.portolan.v1.Rollout;
import dev.portolan.v1.RuleFinding;
import dev.portolan.v1.RuleKind;
import dev.portolan.v1.RuleName;
import dev.portolan.v1.RuleSummary;
import dev.portolan.v1.Status;
import dev.portolan.wire.RevisionCodec;
import dev.portolan.wire.RolloutCodec;
import dev.portolan.wire.RuleCodec;
import dev.portolan.wire.Violations;
import java.util.List;
import java.util.Optional;

/** Answers about rules: as they are written, joined with what agents say of them now. */
final class RuleQuestions {
  private final Pages pages;
  private final Agents agents;

  RuleQuestions(Pages pages, Agents agents) {
    this.pages = pages;
    this.agents = agents;
  }

  /** Rules by kind and name. */
  Pages.Page<RuleSummary> list(Pages.Request request, RuleKind kind) {
    Pages.Start start = pages.start(request);
    List<Recorded<?>> candidates =
        start
            .snapshot()
            .rules()
            .filter(
                rule ->
                    kind == RuleKind.RULE_KIND_UNSPECIFIED
                        || RuleCodec.kind(rule.key().kind()) == kind)
            .filter(rule -> start.after().filter(last -> path(rule).compareTo(last) <= 0).isEmpty())
            .limit(request.size() + 1L)
            .toList();
    return pages.cut(
        request,
        start.snapshot(),
        candidates,
        RuleQuestions::path,
        rule -> summary(start.snapshot(), rule));
  }

  // Kinds in their order, then names: the order of the list as text.
  private static String path(Recorded<?> rule) {
    return "%02d/%s".formatted(RuleCodec.kind(rule.key().kind()).getNumber(), rule.key().path());
  }

  /**
   * One rule.
   *
   * @throws NotFoundException if there is none of that kind and name
   * @throws InvalidRequestException if the name names nothing
   */
  RuleSummary get(RegistrySnapshot snapshot, RuleName name) {
    Violations violations = new Violations();
    Optional<ResourceKey> key = RuleCodec.key(name, violations.at("name"));
    if (key.isEmpty()) {
      throw new InvalidRequestException(
          violations.all().get(0).field(), violations.all().get(0).description());
    }
    return snapshot
        .find(key.get())
        .map(rule -> summary(snapshot, rule))
        .orElseThrow(
            () ->
                new NotFoundException(
                    "there is no %s '%s'".formatted(key.get().kind().word(), key.get().path())));
  }

  private RuleSummary summary(RegistrySnapshot snapshot, Recorded<?> rule) {
    RuleSummary.Builder summary =
        RuleSummary.newBuilder().setRule(RuleCodec.encode(rule)).setEtag(RuleChange.etag(rule));
    String subject = rule.as(Rule.class).resource().subject();
    Revision since = snapshot.revision().at(rule.provenance().lastSequence());
    for (OriginId member : members(snapshot, rule)) {
      Optional<Status> status = agents.find(member).flatMap(Agents.Agent::status);
      if (reached(rule, member)
          && status.filter(last -> RevisionCodec.reaches(last.getApplied(), since)).isPresent()) {
        summary.addInForce(member.value());
      } else {
        summary.addPending(member.value());
      }
      status.stream()
          .flatMap(last -> last.getFindingsList().stream())
          .filter(finding -> finding.getSubject().equals(subject))
          .forEach(finding -> summary.addFindings(said(member, finding)));
    }
    rollout(rule).ifPresent(summary::setRollout);
    return summary.build();
  }

  private static Optional<Rollout> rollout(Recorded<?> rule) {
    return rule.resource() instanceof Policy policy && policy.rollout().stage().isPresent()
        ? RolloutCodec.encode(policy.rollout())
        : Optional.empty();
  }

  private static boolean reached(Recorded<?> rule, OriginId member) {
    return !(rule.resource() instanceof Policy policy) || policy.rollout().reaches(member);
  }

  private static RuleFinding said(OriginId member, Finding finding) {
    return RuleFinding.newBuilder().setCluster(member.value()).setFinding(finding).build();
  }

  private static List<OriginId> members(RegistrySnapshot snapshot, Recorded<?> rule) {
    VirtualMeshKey mesh =
        rule.resource() instanceof Policy policy ? policy.mesh() : (VirtualMeshKey) rule.key();
    return snapshot
        .find(mesh)
        .map(found -> found.as(VirtualMesh.class).resource().members())
        .orElse(List.of())
        .stream()
        // Nothing is planned at a source, so no rule can be in force there.
        .filter(member -> snapshot.cluster(member).flatMap(Cluster::source).isEmpty())
        .toList();
  }
}
