package dev.portolan.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MeshTrustTest {
  private static final MeshTrust ONE = trust(List.of("a"), List.of());
  private static final MeshTrust OTHER = trust(List.of("b"), List.of());

  @Test
  void refusesThoseOfWhomNoRootIsAccepted() {
    assertThat(ONE.refuses(OTHER)).isTrue();
    assertThat(ONE.refuses(ONE)).isFalse();
    assertThat(ONE.refuses(trust(List.of("a", "b"), List.of()))).as("in a rotation").isFalse();
  }

  @Test
  void acceptsFurtherRootsInOneDirectionOnly() {
    MeshTrust both = trust(List.of("b"), List.of("a"));

    assertThat(both.refuses(ONE)).isFalse();
    assertThat(ONE.refuses(both)).as("what it accepts is not what it presents").isTrue();
  }

  @Test
  void refusesNobodyOfWhomNothingIsKnown() {
    assertThat(ONE.refuses(MeshTrust.UNKNOWN)).isFalse();
    assertThat(MeshTrust.UNKNOWN.refuses(ONE)).isFalse();
    assertThat(MeshTrust.UNKNOWN.refuses(MeshTrust.UNKNOWN)).isFalse();
  }

  @Test
  void refusesTrustDomainsThatAreNeitherItsOwnNorListed() {
    Cluster caller = cluster("td.example", List.of(), ONE);

    assertThat(cluster("a.example", List.of(), ONE).refusesDomainOf(caller)).isTrue();
    assertThat(cluster("td.example", List.of(), ONE).refusesDomainOf(caller)).isFalse();
    assertThat(cluster("a.example", List.of("td.example"), ONE).refusesDomainOf(caller)).isFalse();
    assertThat(cluster("a.example", List.of(), listing("td.example")).refusesDomainOf(caller))
        .isFalse();
    assertThat(cluster("a.example", List.of(), MeshTrust.UNKNOWN).refusesDomainOf(caller))
        .as("further domains are not known either")
        .isFalse();
    assertThat(
            cluster("a.example", List.of(), ONE)
                .refusesDomainOf(cluster("td.example", List.of(), MeshTrust.UNKNOWN)))
        .as("nor whether that is its trust domain")
        .isFalse();
  }

  @Test
  void hasFingerprintsAndABoundedNumberOfThem() {
    assertThatThrownBy(() -> new MeshTrust(set("A".repeat(64)), set(), set()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("64 lower-case hexadecimal digits");
    assertThatThrownBy(() -> new MeshTrust(set("a".repeat(64)), set("a".repeat(63)), set()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("further root");
    assertThatThrownBy(() -> new MeshTrust(set("a".repeat(64)), set(), set("A")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("further trust domain");
    assertThatThrownBy(() -> new MeshTrust(set(), set("a".repeat(64)), set()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without own roots");
    assertThatThrownBy(() -> new MeshTrust(many(101), set(), set()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("101 roots; at most 100 are allowed");
    assertThat(new MeshTrust(many(100), set(), set()).roots()).hasSize(100);
  }

  @Test
  void isNothingThatASourceHas() {
    Cluster source =
        Cluster.ofSource(
            new OriginId("consul"),
            "",
            Locality.UNKNOWN,
            new SourceFacts(Sorted.set(List.<String>of())));

    assertThatThrownBy(() -> source.trusting(ONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("source");
  }

  private static Cluster cluster(String trustDomain, List<String> aliases, MeshTrust trust) {
    return new Cluster(
            new ClusterKey(new OriginId("east-1")),
            "",
            "",
            trustDomain,
            Sorted.set(aliases),
            "cluster.local",
            List.of(),
            Locality.UNKNOWN)
        .trusting(trust);
  }

  private static MeshTrust trust(List<String> roots, List<String> furtherRoots) {
    return new MeshTrust(fingerprints(roots), fingerprints(furtherRoots), set());
  }

  private static MeshTrust listing(String domain) {
    return new MeshTrust(fingerprints(List.of("a")), set(), set(domain));
  }

  private static SortedSet<String> fingerprints(List<String> digits) {
    return digits.stream()
        .map(digit -> digit.repeat(64))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static SortedSet<String> many(int count) {
    return IntStream.range(0, count)
        .mapToObj("%064x"::formatted)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static SortedSet<String> set(String... values) {
    return Stream.of(values).collect(Collectors.toCollection(TreeSet::new));
  }
}
