package dev.portolan.registry;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Registrations as anybody may make them. */
public final class RegistrationArbitraries {
  private RegistrationArbitraries() {}

  public static Arbitrary<RegistrationKey> keys() {
    return Combinators.combine(RegistryArbitraries.serviceKeys(), RegistryArbitraries.subdomains())
        .as(RegistrationKey::new);
  }

  /** Registrations with this key. */
  public static Arbitrary<Registration> registrations(RegistrationKey key) {
    Arbitrary<List<RegisteredPort>> ports =
        Combinators.combine(
                RegistryArbitraries.servicePorts(), Arbitraries.integers().between(1, 65535))
            .as(RegisteredPort::new)
            .list()
            .uniqueElements(each -> each.port().name())
            .uniqueElements(each -> each.port().number())
            .ofMinSize(1)
            .ofMaxSize(4);
    Arbitrary<Registration.Reach> reaches =
        Combinators.combine(RegistryArbitraries.labelValues(), RegistryArbitraries.labels())
            .as(
                (network, other) ->
                    new Registration.Reach(
                        network, new SourceFacts(Sorted.set(List.of(other, "*")))));
    Arbitrary<Duration> ttls = Arbitraries.longs().between(5_000, 600_000).map(Duration::ofMillis);
    Arbitrary<Session> sessions =
        Combinators.combine(
                RegistryArbitraries.subdomains(), Arbitraries.longs().between(1, 1L << 50))
            .as(Session::new);
    return Combinators.combine(ports, endpoints(), reaches, ttls, sessions)
        .as(
            (some, endpoint, reach, ttl, session) ->
                new Registration(key, some, endpoint, reach, ttl, session));
  }

  private static Arbitrary<Endpoint> endpoints() {
    return Combinators.combine(
            RegistryArbitraries.addresses(),
            Arbitraries.of(Endpoint.Health.READY, Endpoint.Health.NOT_READY),
            RegistryArbitraries.localities(),
            RegistryArbitraries.labelMaps())
        .as(
            (address, health, locality, labels) ->
                new Endpoint(address, health, Endpoint.MeshMode.NONE, locality, "", labels));
  }
}
