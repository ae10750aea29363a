package dev.portolan.federation;

import dev.portolan.registry.MeshTrust;
import dev.portolan.registry.Sorted;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Whom the meshes of random registries trust: one of two roots, both, or nobody knows. */
final class TestTrust {
  /** What meshes of one certificate authority trust. */
  static final MeshTrust ONE_ROOT = trust(Set.of("1".repeat(64)), Set.of());

  private TestTrust() {}

  static Arbitrary<MeshTrust> some() {
    String one = ONE_ROOT.roots().first();
    String other = "2".repeat(64);
    return Arbitraries.frequency(
        Tuple.of(4, MeshTrust.UNKNOWN),
        Tuple.of(4, ONE_ROOT),
        Tuple.of(1, trust(Set.of(other), Set.of())),
        Tuple.of(1, trust(Set.of(one, other), Set.of())),
        Tuple.of(1, trust(Set.of(other), Set.of(one))));
  }

  private static MeshTrust trust(Set<String> roots, Set<String> furtherRoots) {
    return new MeshTrust(Sorted.set(roots), Sorted.set(furtherRoots), Sorted.set(Set.of()));
  }
}
