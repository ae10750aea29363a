package dev.portolan.server.admin;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.mesh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.registry.HostMode;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.Resource;
import dev.portolan.registry.VirtualMeshKey;
import dev.portolan.server.control.CollectedFaults;
import dev.portolan.server.control.FakeStore;
import dev.portolan.server.control.NoSuchRuleException;
import dev.portolan.server.control.RegistryLoop;
import dev.portolan.server.control.RemovalGuard;
import dev.portolan.server.control.RuleChangedException;
import dev.portolan.server.rpc.InvalidRequestException;
import dev.portolan.v1.ChangeRulesRequest;
import dev.portolan.v1.ChangeRulesResponse;
import dev.portolan.v1.RuleChange;
import dev.portolan.v1.RuleOutcome;
import dev.portolan.wire.RuleCodec;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RuleChangesTest {
  private static final VirtualMeshKey SHOP = new VirtualMeshKey("shop");

  private final CollectedFaults faults = new CollectedFaults();
  private final RegistryLoop loop =
      new RegistryLoop(
          RegistryLoop.Settings.DEFAULT,
          new FakeStore(),
          Clock.systemUTC(),
          List.of(),
          faults,
          RemovalGuard.NONE);
  private final RuleChanges rules = new RuleChanges(loop, Optional.empty());

  @BeforeEach
  void start() {
    loop.start();
  }

  @AfterEach
  void close() {
    loop.close();
    assertThat(faults.causes()).isEmpty();
  }

  @Test
  void saysWhatBecameOfEachRule() {
    assertThat(change(put(mesh("shop", EAST)), put(mesh("bank", EAST))).getOutcomesList())
        .containsOnly(RuleOutcome.RULE_OUTCOME_CREATED);
    ChangeRulesResponse done =
        change(put(mesh("shop", HostMode.MERGE, EAST)), put(mesh("bank", EAST)));

    assertThat(done.getOutcomesList())
        .containsExactly(RuleOutcome.RULE_OUTCOME_REPLACED, RuleOutcome.RULE_OUTCOME_UNCHANGED);
    assertThat(done.getRevision().getSequence()).isEqualTo(loop.snapshot().revision().sequence());
    assertThat(change(delete(SHOP, "")).getOutcomesList())
        .containsExactly(RuleOutcome.RULE_OUTCOME_DELETED);
    assertThat(loop.snapshot().find(SHOP)).isEmpty();
  }

  @Test
  void checkingChangesNothing() {
    ChangeRulesResponse done =
        rules
            .change(
                ChangeRulesRequest.newBuilder()
                    .addChanges(put(mesh("shop", EAST)))
                    .setValidateOnly(true)
                    .build())
            .join();

    assertThat(done.getOutcomesList()).containsExactly(RuleOutcome.RULE_OUTCOME_CREATED);
    assertThat(loop.snapshot().virtualMeshes()).isEmpty();
  }

  @Test
  void allOrNone() {
    change(put(mesh("shop", EAST)));

    assertThatThrownBy(
            () -> change(put(mesh("bank", EAST)), delete(PolicyKey.failover("none"), "")))
        .isInstanceOf(NoSuchRuleException.class)
        .hasMessage("there is no failover policy 'none'");
    assertThat(loop.snapshot().virtualMeshes()).hasSize(1);
  }

  @Test
  void whatHasChangedSinceItWasReadStays() {
    change(put(mesh("shop", EAST)));
    String read =
        dev.portolan.server.control.RuleChange.etag(loop.snapshot().find(SHOP).orElseThrow());
    change(put(mesh("shop", HostMode.MERGE, EAST)));

    assertThatThrownBy(() -> change(delete(SHOP, read)))
        .isInstanceOf(RuleChangedException.class)
        .hasMessageContaining("virtual mesh 'shop' has been changed");
    assertThat(loop.snapshot().find(SHOP)).isPresent();
  }

  @Test
  void namesEveryFieldAtFault() {
    RuleChange bad =
        put(mesh("shop", EAST)).toBuilder()
            .setPut(
                put(mesh("shop", EAST)).getPut().toBuilder()
                    .setVirtualMesh(
                        put(mesh("shop", EAST)).getPut().getVirtualMesh().toBuilder()
                            .setName("Shop")
                            .setSuffix("-")))
            .build();

    assertThatThrownBy(
            () ->
                change(
                    bad,
                    RuleChange.getDefaultInstance(),
                    put(mesh("a", EAST)),
                    put(mesh("a", EAST))))
        .isInstanceOfSatisfying(
            InvalidRequestException.class,
            invalid ->
                assertThat(invalid.faults())
                    .extracting(InvalidRequestException.Fault::field)
                    .containsExactly(
                        "changes[0].put.virtual_mesh.name",
                        "changes[0].put.virtual_mesh.suffix",
                        "changes[1]",
                        "changes[3]"));
  }

  @Test
  void aHubThatReadsFilesIsNotToldOtherwise() {
    RuleChanges fixed = new RuleChanges(loop, Optional.of("/etc/portolan/rules"));

    assertThatThrownBy(
            () ->
                fixed.change(
                    ChangeRulesRequest.newBuilder().addChanges(put(mesh("shop", EAST))).build()))
        .isInstanceOf(RulesFixedException.class)
        .hasMessageContaining("/etc/portolan/rules");
  }

  private ChangeRulesResponse change(RuleChange... changes) {
    return rules
        .change(ChangeRulesRequest.newBuilder().addAllChanges(List.of(changes)).build())
        .join();
  }

  private static RuleChange put(Resource rule) {
    return RuleChange.newBuilder().setPut(RuleCodec.encode(Recorded.local(rule))).build();
  }

  private static RuleChange delete(dev.portolan.registry.ResourceKey key, String etag) {
    return RuleChange.newBuilder().setDelete(RuleCodec.name(key)).setEtag(etag).build();
  }
}
