package dev.portolan.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class ResourceKeyPropertyTest {
  @Property(tries = 500)
  void everythingUnderOneNameIsOneRange(@ForAll("keys") @Size(max = 60) List<ResourceKey> keys) {
    Set<String> left = new HashSet<>();
    List<String> open = List.of();
    for (ResourceKey key : new TreeSet<>(keys)) {
      List<String> names = prefixes(key);
      for (String closed : open) {
        if (!names.contains(closed)) {
          left.add(closed);
        }
      }
      assertThat(names).noneMatch(left::contains);
      open = names;
    }
  }

  @Property
  void theOrderIsConsistentWithEquals(@ForAll("keys") @Size(3) List<ResourceKey> keys) {
    ResourceKey a = keys.get(0);
    ResourceKey b = keys.get(1);
    ResourceKey c = keys.get(2);

    assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
    assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
    if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
      assertThat(a.compareTo(c)).isLessThanOrEqualTo(0);
    }
  }

  // Page tokens and stores hold paths: whoever sorts those must find the same order.
  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void theOrderIsThatOfThePathsWithTheirSeparatorFirst(
      @ForAll("keys") @Size(2) List<ResourceKey> keys) {
    ResourceKey a = keys.get(0);
    ResourceKey b = keys.get(1);
    int byKind = a.kind().compareTo(b.kind());
    int byPath = a.path().replace('/', '\0').compareTo(b.path().replace('/', '\0'));

    assertThat(Integer.signum(a.compareTo(b)))
        .isEqualTo(Integer.signum(byKind != 0 ? byKind : byPath));
  }

  @Example
  void aNameComesBeforeThoseThatItBegins() {
    ServiceKey longer = new ServiceKey(new OriginId("a-b"), "n", "s");
    ServiceKey shorter = new ServiceKey(new OriginId("a"), "z", "z");

    assertThat(shorter).isLessThan(longer);
    assertThat(longer.path().compareTo(shorter.path())).isNegative();
  }

  @Example
  void kindsAreInTheOrderInWhichAReaderWantsThem() {
    OriginId origin = new OriginId("a");
    ServiceKey service = new ServiceKey(origin, "n", "s");

    assertThat(
            List.of(
                new VirtualMeshKey("z"),
                PolicyKey.failover("y"),
                PolicyKey.traffic("x"),
                PolicyKey.access("w"),
                new ClusterKey(origin),
                new ReportKey(origin),
                new LivenessKey(origin),
                new HoldKey(origin, Hold.State.WAITING),
                service,
                new CapacityKey(service),
                new SliceKey(service, "x")))
        .isSorted();
  }

  @Provide
  Arbitrary<List<ResourceKey>> keys() {
    return RegistryArbitraries.keys().list();
  }

  /** What the key lies under: {@code SERVICE:origin/} and {@code SERVICE:origin/namespace/}. */
  private static List<String> prefixes(ResourceKey key) {
    String path = key.kind() + ":" + key.path();
    List<String> prefixes = new ArrayList<>();
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      prefixes.add(path.substring(0, slash + 1));
    }
    return prefixes;
  }
}
