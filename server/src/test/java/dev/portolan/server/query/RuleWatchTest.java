package dev.portolan.server.query;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.WEST;
import static dev.portolan.server.control.SampleRecords.mesh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.FailoverTier;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.VirtualMeshKey;
import dev.portolan.v1.RuleKind;
import dev.portolan.v1.WatchEvent;
import dev.portolan.v1.WatchRulesRequest;
import dev.portolan.v1.WatchRulesResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RuleWatchTest {
  private final QueryRig rig = new QueryRig();

  @BeforeEach
  void fill() {
    rig.rules(mesh("shop", EAST), policy("order"));
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void tellsWhatIsThereThenWhatChangesAndNothingElse() {
    Iterator<WatchRulesResponse> watch = watch(RuleKind.RULE_KIND_UNSPECIFIED);
    assertThat(untilBookmark(watch)).containsExactly("UPSERTED shop", "UPSERTED order");

    rig.rules(mesh("shop", EAST, WEST), policy("order"), policy("other"));
    assertThat(untilBookmark(watch)).containsExactly("UPSERTED shop", "UPSERTED other");

    rig.rules(mesh("shop", EAST, WEST), policy("other"));
    assertThat(untilBookmark(watch)).containsExactly("REMOVED order");
  }

  @Test
  void tellsOfOneKindOnlyWithTheEtagThatAChangeNames() {
    Iterator<WatchRulesResponse> watch = watch(RuleKind.RULE_KIND_FAILOVER_POLICY);

    WatchRulesResponse first = watch.next();
    assertThat(first.getRule().getFailoverPolicy().getName()).isEqualTo("order");
    assertThat(first.getEtag()).isNotEmpty();
    assertThat(untilBookmark(watch)).isEmpty();

    rig.rules(mesh("shop", EAST, WEST), policy("order"));
    assertThat(untilBookmark(watch)).as("the mesh is another kind").isEmpty();
  }

  private Iterator<WatchRulesResponse> watch(RuleKind kind) {
    return rig.stub().watchRules(WatchRulesRequest.newBuilder().setKind(kind).build());
  }

  private static List<String> untilBookmark(Iterator<WatchRulesResponse> watch) {
    List<String> events = new ArrayList<>();
    WatchRulesResponse next = watch.next();
    while (next.getEvent() != WatchEvent.WATCH_EVENT_BOOKMARK) {
      events.add(
          next.getEvent().name().substring("WATCH_EVENT_".length())
              + " "
              + next.getName().getName());
      next = watch.next();
    }
    return events;
  }

  private static FailoverPolicy policy(String name) {
    return new FailoverPolicy(
        PolicyKey.failover(name),
        new VirtualMeshKey("shop"),
        List.of(HostSelector.ALL),
        List.of(new FailoverTier.Near(FailoverTier.Distance.ANY)));
  }
}
