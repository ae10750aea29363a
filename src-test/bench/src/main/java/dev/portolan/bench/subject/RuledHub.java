package dev.portolan.bench.subject;

import dev.portolan.bench.wire.AgentGroup;
import dev.portolan.bench.wire.Policies;
import dev.portolan.v1.AdminServiceGrpc;
import dev.portolan.v1.ChangeRulesRequest;
import dev.portolan.v1.PreviewRequest;
import dev.portolan.v1.PreviewResponse;
import dev.portolan.v1.Rule;
import dev.portolan.v1.RuleChange;
import io.grpc.ManagedChannel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A hub with many policies, which takes its rules by request. One edit or preview at a time; by one
 * thread. Closing it leaves the hub to its owner.
 */
public final class RuledHub implements AutoCloseable {
  private static final int PER_REQUEST = 500;
  private static final String MESH = "bench";

  private final Hub hub;
  private final ManagedChannel channel;
  private final int policies;
  private int edits;
  private int previews;

  private RuledHub(Hub hub, int policies) {
    this.hub = hub;
    this.policies = policies;
    this.channel = hub.anybody();
  }

  /**
   * Gives a hub of {@link Hub#startRuledByRequest} its virtual mesh and so many policies, each
   * about another service.
   */
  public static RuledHub of(Hub hub, int policies) {
    RuledHub ruled = new RuledHub(hub, policies);
    Rule.Builder mesh = Rule.newBuilder();
    mesh.getVirtualMeshBuilder()
        .setName(MESH)
        .addAllMembers(hub.members())
        .getExportsBuilder()
        .addNamespaces("*");
    List<RuleChange> changes = new ArrayList<>();
    changes.add(RuleChange.newBuilder().setPut(mesh).build());
    for (int number = 0; number < policies; number++) {
      changes.add(Policies.policy(MESH, number, 0));
      if (changes.size() == PER_REQUEST || number == policies - 1) {
        ruled.put(changes);
        changes = new ArrayList<>();
      }
    }
    return ruled;
  }

  /** Members of the virtual mesh: those whose agents are connected, and the origins. */
  public int clusters() {
    return hub.members().size();
  }

  private void put(List<RuleChange> changes) {
    // Answered when they are durable.
    var unused =
        AdminServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(60, TimeUnit.SECONDS)
            .changeRules(ChangeRulesRequest.newBuilder().addAllChanges(changes).build());
  }

  /** The next policy in turn says something else; returns when that is durable. */
  private void edit() {
    put(List.of(another(edits % policies)));
    edits++;
  }

  /** What a policy does not say now. */
  private RuleChange another(int number) {
    int generation = edits / policies + (number < edits % policies ? 1 : 0);
    return Policies.policy(MESH, number, generation + 1);
  }

  /**
   * Asks what an edit of the next policy in turn would do in every cluster; in how many it would
   * change the host.
   */
  public int preview() {
    Iterator<PreviewResponse> answers =
        AdminServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(60, TimeUnit.SECONDS)
            .preview(
                PreviewRequest.newBuilder().addChanges(another(previews++ % policies)).build());
    int hosts = 0;
    while (answers.hasNext()) {
      hosts += answers.next().hasHost() ? 1 : 0;
    }
    return hosts;
  }

  /**
   * Edits as what is published to some agents.
   *
   * @param agents of this hub; whoever connected them closes them
   */
  public Subject edits(AgentGroup agents) {
    return Subjects.of("an edit of a policy", hub.server(), agents, this::edit, () -> {});
  }

  /** Ordinary changes, published to the same agents. */
  public Subject changes(AgentGroup agents) {
    return Subjects.of(
        "a change of endpoints",
        hub.server(),
        agents,
        () -> {
          // Dropped: subscribers say when it is done.
          var unused = hub.change();
        },
        () -> {});
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
