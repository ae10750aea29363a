package dev.portolan.cli.get;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.hub.Listed;
import dev.portolan.cli.shell.Pause;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Policy;
import dev.portolan.registry.Rule;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.rules.RuleTree;
import dev.portolan.v1.RolloutStage;
import dev.portolan.v1.RuleKind;
import dev.portolan.v1.RuleSummary;
import dev.portolan.wire.RuleCodec;
import dev.portolan.wire.Violations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Rules of one kind, or of all, and how they fare. */
record Rules(RuleKind kind) implements Resources<RuleSummary> {
  private static final int SHOWN = 3;

  @Override
  public String singular() {
    return "rule";
  }

  @Override
  public String plural() {
    return "rules";
  }

  @Override
  public List<String> columns(boolean wide) {
    List<String> columns =
        new ArrayList<>(List.of("KIND", "NAME", "VIRTUAL MESH", "ABOUT", "IN FORCE", "FINDINGS"));
    if (wide) {
      columns.addAll(List.of("PENDING", "ETAG"));
    }
    return columns;
  }

  @Override
  public List<String> cells(RuleSummary item, boolean wide, Instant now) {
    Rule rule = rule(item);
    int clusters = item.getInForceCount() + item.getPendingCount();
    List<String> cells =
        new ArrayList<>(
            List.of(
                kindOf(item),
                nameOf(item),
                rule instanceof Policy policy ? policy.mesh().name() : nameOf(item),
                Cells.some(about(rule), wide ? 1000 : SHOWN),
                item.getInForceCount() + "/" + clusters,
                String.valueOf(item.getFindingsCount())));
    if (wide) {
      cells.add(Cells.joined(item.getPendingList().stream()));
      cells.add(item.getEtag());
    }
    return cells;
  }

  private static List<String> about(Rule rule) {
    return rule instanceof VirtualMesh mesh
        ? mesh.members().stream().map(OriginId::value).toList()
        : ((Policy) rule).hosts().stream().map(HostSelector::toString).toList();
  }

  private static String nameOf(RuleSummary item) {
    return rule(item).key().path();
  }

  private static String kindOf(RuleSummary item) {
    return RuleWords.singular(rule(item).key());
  }

  @Override
  public String path(RuleSummary item) {
    return RuleWords.path(rule(item).key());
  }

  /** The document, as {@code portolan apply} takes it, and the hub's words on it. */
  @Override
  public ObjectNode json(RuleSummary item) {
    ObjectNode document = Json.ofTree(RuleTree.of(rule(item)));
    ObjectNode status = document.putObject("status");
    status.put("etag", item.getEtag());
    names(status.putArray("inForce"), item.getInForceList());
    names(status.putArray("pending"), item.getPendingList());
    if (item.hasRollout()) {
      RolloutStage stage = item.getRollout().getStage();
      status
          .putObject("rollout")
          .put("state", RolloutWords.state(stage))
          .put("wave", stage.getWave())
          .put("waves", item.getRollout().getWavesCount())
          .put("reason", stage.getReason());
    }
    ArrayNode findings = status.putArray("findings");
    item.getFindingsList()
        .forEach(
            said -> {
              ObjectNode finding = findings.addObject().put("cluster", said.getCluster());
              finding.setAll(Json.of(said.getFinding()));
            });
    return document;
  }

  private static void names(ArrayNode array, Iterable<String> names) {
    names.forEach(array::add);
  }

  static Rule rule(RuleSummary item) {
    Violations violations = new Violations();
    return RuleCodec.decode(item.getRule(), violations)
        .orElseThrow(
            () -> new IllegalStateException("the hub sent a rule that is none: " + violations));
  }

  @Override
  public Listed<RuleSummary> list(Hub hub, Selection selection) {
    return hub.reader()
        .rules(kind)
        .only(item -> selection.name().isEmpty() || selection.name().equals(nameOf(item)));
  }

  @Override
  public void follow(Hub hub, Selection selection, WatchSink<RuleSummary> sink, Pause pause)
      throws InterruptedException {
    Polling.follow(() -> list(hub, selection), sink, pause);
  }
}
