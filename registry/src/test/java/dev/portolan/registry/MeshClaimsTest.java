package dev.portolan.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MeshClaimsTest {
  private static final OriginId ONE = new OriginId("one");
  private static final OriginId BOTH = new OriginId("both");

  @Test
  void theVirtualMeshThatCameFirstHasWhatSeveralClaim() {
    RegistrySnapshot snapshot = snapshot(mesh("z", 3, ONE, BOTH), mesh("a", 4, BOTH));

    assertThat(snapshot.meshOf(BOTH)).map(VirtualMesh::key).contains(new VirtualMeshKey("z"));
  }

  @Test
  void ofThoseThatCameAtOnceTheNameThatSortsFirstHasIt() {
    RegistrySnapshot snapshot = snapshot(mesh("z", 3, ONE, BOTH), mesh("a", 3, BOTH));

    assertThat(snapshot.meshOf(BOTH)).map(VirtualMesh::key).contains(new VirtualMeshKey("a"));
  }

  @Test
  void aClaimInVainIsAFindingThatNamesBoth() {
    RegistrySnapshot snapshot = snapshot(mesh("z", 3, ONE, BOTH), mesh("a", 4, BOTH));

    assertThat(MeshClaims.about(snapshot, ONE)).isEmpty();
    assertThat(MeshClaims.about(snapshot, new OriginId("nobody"))).isEmpty();
    assertThat(MeshClaims.about(snapshot, BOTH))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(FindingCode.MESH_CLAIM_CONFLICT);
              assertThat(finding.subject()).isEqualTo("virtual-mesh/a");
              assertThat(finding.message()).contains("lists both").contains("member of z");
            });
  }

  @Test
  void theLoserHoldsItsOtherMembers() {
    Recorded<VirtualMesh> loser = mesh("a", 4, ONE, BOTH);
    RegistrySnapshot snapshot = snapshot(mesh("z", 3, BOTH), loser);

    assertThat(MeshClaims.held(snapshot, loser.resource()))
        .hasValueSatisfying(held -> assertThat(held.members()).containsExactly(ONE));
    assertThat(MeshClaims.held(snapshot, snapshot.meshOf(BOTH).orElseThrow()))
        .isEqualTo(snapshot.meshOf(BOTH));
  }

  @Test
  void aVirtualMeshThatLostAllHoldsNothing() {
    Recorded<VirtualMesh> loser = mesh("a", 4, BOTH);

    assertThat(MeshClaims.held(snapshot(mesh("z", 3, ONE, BOTH), loser), loser.resource()))
        .isEmpty();
  }

  private static Recorded<VirtualMesh> mesh(String name, long first, OriginId... members) {
    return new Recorded<>(
        new VirtualMesh(
            new VirtualMeshKey(name),
            Arrays.asList(members),
            VirtualMesh.DEFAULT_SUFFIX,
            Sorted.set(Set.of())),
        new Provenance(first, 9, Instant.EPOCH));
  }

  private static RegistrySnapshot snapshot(Recorded<VirtualMesh> one, Recorded<VirtualMesh> two) {
    TreeMap<ResourceKey, Recorded<?>> upserts = new TreeMap<>();
    upserts.put(one.key(), one);
    upserts.put(two.key(), two);
    return new RegistryDelta(
            Revision.NONE, new Revision("00000000000000aa", 9), upserts, new TreeSet<>())
        .applyTo(RegistrySnapshot.EMPTY);
  }
}
