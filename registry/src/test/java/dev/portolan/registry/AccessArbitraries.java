package dev.portolan.registry;

import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Access policies for properties. */
public final class AccessArbitraries {
  private AccessArbitraries() {}

  /** Access policies with this key. */
  public static Arbitrary<AccessPolicy> access(PolicyKey key) {
    return Combinators.combine(
            RegistryArbitraries.virtualMeshKeys(),
            PolicyArbitraries.selectors().list().ofMinSize(1).ofMaxSize(4),
            grants().list().ofMaxSize(4))
        .as((mesh, hosts, allow) -> new AccessPolicy(key, mesh, new TreeSet<>(hosts), allow));
  }

  private static Arbitrary<AccessGrant> grants() {
    return Combinators.combine(
            callers().set().ofMinSize(1).ofMaxSize(4),
            Arbitraries.integers().between(1, 65535).set().ofMaxSize(3),
            Arbitraries.of("GET", "POST", "PROPFIND").set().ofMaxSize(2),
            Arbitraries.of("/", "/*", "/cart/*", "/a-b.c/~x%20y", "/12:30").set().ofMaxSize(3),
            Arbitraries.of(false, false, false, true))
        .as(
            (from, ports, methods, paths, unknown) ->
                new AccessGrant(
                    new TreeSet<>(from),
                    new TreeSet<>(ports),
                    Sorted.set(methods),
                    Sorted.set(paths),
                    unknown));
  }

  private static Arbitrary<AccessCaller> callers() {
    Arbitrary<List<String>> names =
        Arbitraries.oneOf(
            Arbitraries.just(List.of()),
            RegistryArbitraries.labels().map(List::of),
            Combinators.combine(
                    RegistryArbitraries.labels(), Arbitraries.of("front", "a.b", "1", "no"))
                .as(List::of));
    return Combinators.combine(RegistryArbitraries.origins().optional(), names)
        .as(
            (cluster, said) ->
                new AccessCaller(
                    cluster, said.stream().findFirst(), said.stream().skip(1).findFirst()));
  }
}
