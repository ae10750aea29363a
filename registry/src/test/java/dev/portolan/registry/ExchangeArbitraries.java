package dev.portolan.registry;

import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** What members show each other, for properties. */
final class ExchangeArbitraries {
  private ExchangeArbitraries() {}

  static Arbitrary<ExportRules> exports() {
    return Combinators.combine(
            Arbitraries.oneOf(
                Arbitraries.just(Set.of("*")), RegistryArbitraries.labels().set().ofMaxSize(3)),
            exportSelectors().list().ofMaxSize(2),
            Arbitraries.of(ExportRules.OptIn.class).set().ofMaxSize(2))
        .as(
            (namespaces, services, optIns) ->
                new ExportRules(Sorted.set(namespaces), services, new TreeSet<>(optIns)));
  }

  static Arbitrary<ExportRequests> requests() {
    Arbitrary<Set<ExportRules.OptIn>> ways =
        Arbitraries.of(ExportRules.OptIn.ANNOTATION, ExportRules.OptIn.SERVICE_EXPORT).set();
    return Combinators.combine(ways, ways)
        .as(
            (made, told) -> {
              told.removeAll(made);
              return ExportRequests.of(made, told);
            });
  }

  private static Arbitrary<ExportSelector> exportSelectors() {
    return Combinators.combine(
            RegistryArbitraries.labels().set().ofMaxSize(2),
            Arbitraries.of("cart", "c*", "*-x", "a*b*c", "*").set().ofMaxSize(2),
            Arbitraries.maps(RegistryArbitraries.labels(), RegistryArbitraries.labels())
                .ofMaxSize(2),
            RegistryArbitraries.origins().set().ofMaxSize(2))
        .filter(
            (namespaces, names, labels, origins) ->
                !(namespaces.isEmpty() && names.isEmpty() && labels.isEmpty() && origins.isEmpty()))
        .as(
            (namespaces, names, labels, origins) ->
                new ExportSelector(
                    Sorted.set(namespaces),
                    Sorted.set(names),
                    Sorted.map(labels),
                    new TreeSet<>(origins)));
  }

  static Arbitrary<ImportRules> imports() {
    return Arbitraries.maps(
            RegistryArbitraries.origins(),
            RegistryArbitraries.labels().set().ofMaxSize(2).map(some -> Sorted.set(some)))
        .ofMaxSize(2)
        .map(map -> new ImportRules(Sorted.map(map)));
  }
}
