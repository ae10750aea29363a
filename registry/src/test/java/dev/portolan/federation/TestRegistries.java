package dev.portolan.federation;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.ClusterKey;
import dev.portolan.registry.Endpoint;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.ExportRequests;
import dev.portolan.registry.ExportRules;
import dev.portolan.registry.ExportRules.OptIn;
import dev.portolan.registry.ExportSelector;
import dev.portolan.registry.Gateway;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.HostRules;
import dev.portolan.registry.ImportRules;
import dev.portolan.registry.Liveness;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PartitionLabels;
import dev.portolan.registry.PartitionRule;
import dev.portolan.registry.PartitionRules;
import dev.portolan.registry.Protocol;
import dev.portolan.registry.Resource;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.ServicePort;
import dev.portolan.registry.SliceKey;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.SourceFacts;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.registry.VirtualMesh.AccessDefault;
import dev.portolan.registry.VirtualMesh.TrustRule;
import dev.portolan.registry.VirtualMeshKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.pcollections.TreePSet;

/**
 * Small registries of all shapes: few names, so that they meet; four origins, of which one may be
 * in another virtual mesh, on two networks and on none, with agreeing and conflicting ports,
 * addresses and domains.
 */
public final class TestRegistries {
  public static final List<OriginId> ORIGINS =
      List.of(new OriginId("a"), new OriginId("b"), new OriginId("c"), new OriginId("d"));
  public static final List<HostKey> HOSTS =
      List.of(new HostKey("shop", "cart"), new HostKey("shop", "stock"));

  /** Of every cluster: one host has a Service there, so that all modes occur. */
  public static final Surroundings SURROUNDINGS =
      new Surroundings(
          TreePSet.singleton("shop"),
          TreePSet.empty(),
          NativeServices.NONE.with(
              HOSTS.get(1),
              Optional.of(
                  new NativeService(
                      NativeService.Kind.VIRTUAL_IP,
                      Sorted.map(Map.of(80, "http", 90, "grpc-own")),
                      false,
                      Optional.of(Instant.EPOCH),
                      new NativeWorkloads(
                          Sorted.map(Map.of("app", "stock")),
                          Sorted.map(Map.of(80, 8080)),
                          false)))));

  private static final List<Locality> LOCALITIES =
      List.of(
          Locality.UNKNOWN,
          new Locality("north", "", ""),
          new Locality("north", "n1", ""),
          new Locality("south", "s1", "rack"));

  private static final SortedSet<String> NONE = Sorted.set(Set.of());

  private TestRegistries() {}

  /** The records of one registry; keys are distinct. */
  public static Arbitrary<List<Resource>> records() {
    Arbitrary<List<Resource>> perOrigin =
        Combinators.combine(
                origin(ORIGINS.get(0)),
                origin(ORIGINS.get(1)),
                origin(ORIGINS.get(2)),
                origin(ORIGINS.get(3)))
            .as(
                (a, b, c, d) -> {
                  List<Resource> all = new ArrayList<>(a);
                  all.addAll(b);
                  all.addAll(c);
                  all.addAll(d);
                  return all;
                });
    return Combinators.combine(
            meshes(),
            TestPolicies.failovers(),
            TestPolicies.traffics(),
            TestPolicies.accesses(),
            perOrigin)
        .as(
            (meshes, failovers, traffics, accesses, records) -> {
              List<Resource> all = new ArrayList<>(meshes);
              all.addAll(failovers);
              all.addAll(traffics);
              all.addAll(accesses);
              all.addAll(records);
              return all;
            });
  }

  private static Arbitrary<List<Resource>> meshes() {
    Arbitrary<Boolean> whether = Arbitraries.frequency(Tuple.of(5, true), Tuple.of(1, false));
    return Combinators.combine(
            whether,
            hostRules(),
            partitionRules(),
            Arbitraries.of(AccessDefault.values()),
            exports(),
            imports(),
            Arbitraries.of(TrustRule.values()))
        .as(
            (together, hosts, partition, access, exports, imports, trust) ->
                together
                    ? List.of(
                        mesh("all", ORIGINS, hosts, partition)
                            .with(access)
                            .with(exports)
                            .with(imports)
                            .with(trust))
                    : List.of(
                        mesh("most", ORIGINS.subList(0, 3), hosts, partition)
                            .with(access)
                            .with(exports)
                            .with(imports)
                            .with(trust),
                        mesh("rest", ORIGINS.subList(3, 4), hosts, partition)));
  }

  private static Arbitrary<ExportRules> exports() {
    return Arbitraries.frequency(
        Tuple.of(4, ExportRules.ofNamespaces(Sorted.set(Set.of("*")))),
        Tuple.of(1, new ExportRules(NONE, List.of(), new TreeSet<>(Set.of(OptIn.LABEL)))),
        Tuple.of(1, new ExportRules(NONE, List.of(), new TreeSet<>(Set.of(OptIn.UNKNOWN)))),
        Tuple.of(1, new ExportRules(NONE, List.of(), new TreeSet<>(Set.of(OptIn.ANNOTATION)))),
        Tuple.of(1, new ExportRules(NONE, List.of(), new TreeSet<>(Set.of(OptIn.SERVICE_EXPORT)))),
        Tuple.of(
            1,
            new ExportRules(
                NONE,
                List.of(
                    new ExportSelector(
                        NONE,
                        Sorted.set(Set.of(HOSTS.get(0).name().charAt(0) + "*")),
                        Sorted.map(Map.of()),
                        new TreeSet<>(ORIGINS.subList(0, 2)))),
                new TreeSet<>())));
  }

  private static Arbitrary<ImportRules> imports() {
    return Arbitraries.frequency(
        Tuple.of(3, ImportRules.EVERYTHING),
        Tuple.of(1, new ImportRules(Sorted.map(Map.of(ORIGINS.get(1), NONE)))),
        Tuple.of(
            1,
            new ImportRules(
                Sorted.map(Map.of(ORIGINS.get(0), Sorted.set(Set.of(HOSTS.get(0).namespace())))))));
  }

  static Arbitrary<PartitionRule> partitionRule() {
    return Combinators.combine(
            Arbitraries.of(PartitionRule.Action.values()),
            Arbitraries.of(0, 60, 120).map(Duration::ofSeconds))
        .as(PartitionRule::new);
  }

  private static Arbitrary<PartitionRules> partitionRules() {
    Arbitrary<PartitionRule> rules = partitionRule();
    return Combinators.combine(rules, Arbitraries.maps(Arbitraries.of(HOSTS), rules).ofMaxSize(1))
        .as((rule, exceptions) -> new PartitionRules(rule, Sorted.map(exceptions)));
  }

  private static VirtualMesh mesh(
      String name, List<OriginId> members, HostRules hosts, PartitionRules partition) {
    return new VirtualMesh(
        new VirtualMeshKey(name),
        members,
        VirtualMesh.DEFAULT_SUFFIX,
        Sorted.set(Set.of("*")),
        hosts,
        partition);
  }

  // Aggregation is left aside: with it, the number of endpoints decides about gateways.
  private static Arbitrary<HostRules> hostRules() {
    return Arbitraries.of(1, 2, 1000).map(max -> new HostRules(max, HostRules.Overflow.SHARD));
  }

  private static Arbitrary<List<Resource>> origin(OriginId origin) {
    return Combinators.combine(
            cluster(origin).list().ofMinSize(0).ofMaxSize(1),
            liveness(origin).optional(0.4),
            offer(HOSTS.get(0).at(origin)),
            offer(HOSTS.get(1).at(origin)),
            outside().optional(0.2))
        .as(
            (facts, liveness, first, second, outside) -> {
              List<Resource> all = new ArrayList<>(facts);
              if (!facts.isEmpty()) {
                liveness.ifPresent(all::add);
              }
              all.addAll(first);
              all.addAll(second);
              return outside.map(source -> all.stream().map(source::made).toList()).orElse(all);
            });
  }

  /** What makes a cluster's records those of a source. */
  private record Outside(SourceFacts facts, Optional<String> tlsName) {
    Resource made(Resource record) {
      if (record instanceof Cluster cluster) {
        return Cluster.ofSource(cluster.origin(), cluster.network(), cluster.locality(), facts);
      }
      if (record instanceof Service service) {
        return service.under(tlsName);
      }
      return record instanceof EndpointSlice slice && tlsName.isPresent()
          ? new EndpointSlice(
              slice.key(), slice.ports(), slice.endpoints().stream().map(Outside::secured).toList())
          : record;
    }

    private static Endpoint secured(Endpoint endpoint) {
      return endpoint.meshMode() == Endpoint.MeshMode.AMBIENT
          ? endpoint
          : new Endpoint(
              endpoint.address(),
              endpoint.health(),
              Endpoint.MeshMode.TLS,
              endpoint.locality(),
              endpoint.serviceAccount(),
              endpoint.labels());
    }
  }

  private static Arbitrary<Outside> outside() {
    return Combinators.combine(
            Arbitraries.of("*", "net-1").set().ofMaxSize(1),
            Arbitraries.of(SourceFacts.Trust.class),
            Arbitraries.of("one.example.com", "other.example.com").optional(0.7))
        .as(
            (networks, trust, name) ->
                new Outside(new SourceFacts(Sorted.set(networks), trust), name));
  }

  private static Arbitrary<Liveness> liveness(OriginId origin) {
    Instant noon = Instant.parse("2026-11-01T12:00:00Z");
    return Arbitraries.oneOf(
        Arbitraries.just(Liveness.stale(origin, noon)),
        Arbitraries.of(0, 60, 120)
            .map(seconds -> Liveness.lost(origin, noon, Duration.ofSeconds(seconds))));
  }

  private static Arbitrary<Cluster> cluster(OriginId origin) {
    int number = ORIGINS.indexOf(origin);
    // The last gateway is one that two origins claim.
    Arbitrary<List<Gateway>> gateways =
        Arbitraries.of(
                new Gateway("203.0.113." + number, 15443),
                new Gateway("203.0.113.1" + number, 15443),
                new Gateway("203.0.113.200", 15443))
            .list()
            .ofMaxSize(3);
    return Combinators.combine(
            Arbitraries.of("", "net-1", "net-2"),
            gateways,
            Arbitraries.of("cluster.local", "cluster.local", "other.example"),
            Arbitraries.of(LOCALITIES),
            Arbitraries.longs().between(0, 2).map(Instant::ofEpochSecond).optional(),
            Arbitraries.of(Cluster.DEFAULT_DOMAIN, Cluster.DEFAULT_DOMAIN, "td.example"),
            TestTrust.some())
        .as(
            (network, addresses, domain, locality, created, trustDomain, trust) ->
                new Cluster(
                        new ClusterKey(origin),
                        "",
                        network,
                        trustDomain,
                        Sorted.set(Set.of()),
                        domain,
                        addresses,
                        locality,
                        created)
                    .trusting(trust));
  }

  private static Arbitrary<List<Resource>> offer(ServiceKey key) {
    Arbitrary<List<Resource>> some =
        service(key)
            .flatMap(
                service ->
                    Combinators.combine(slice(service, "one"), slice(service, "two"))
                        .as((one, two) -> List.<Resource>of(service, one, two)));
    return Arbitraries.frequencyOf(Tuple.of(4, some), Tuple.of(1, Arbitraries.just(List.of())));
  }

  private static Arbitrary<Service> service(ServiceKey key) {
    Arbitrary<ServicePort> web =
        Combinators.combine(
                Arbitraries.of("http", "web"),
                Arbitraries.of(Protocol.HTTP, Protocol.HTTP, Protocol.HTTP, Protocol.TCP))
            .as((name, protocol) -> new ServicePort(name, 80, protocol));
    Arbitrary<Set<ServicePort>> others =
        Arbitraries.of(
                new ServicePort("grpc", 90, Protocol.GRPC),
                new ServicePort("udp-log", 514, Protocol.UDP))
            .set()
            .ofMaxSize(2);
    Arbitrary<Set<String>> identities =
        Arbitraries.of("spiffe://td-1/ns/shop/sa/x", "spiffe://td-2/ns/shop/sa/x")
            .set()
            .ofMaxSize(2);
    return Combinators.combine(
            web,
            others,
            identities,
            Arbitraries.of(Service.Kind.class),
            Arbitraries.longs().between(0, 2).map(Instant::ofEpochSecond).optional(),
            Arbitraries.of("keep", "demote", "withdraw")
                .map(rule -> Map.of(PartitionLabels.RULE, rule))
                .optional(0.3)
                .map(labels -> labels.orElse(Map.of())),
            Arbitraries.of(OptIn.LABEL, OptIn.ANNOTATION, OptIn.SERVICE_EXPORT).set().ofMaxSize(2))
        .as(
            (port, more, ids, kind, created, partition, asks) -> {
              List<ServicePort> ports = new ArrayList<>(more);
              ports.add(port);
              Map<String, String> labels = new TreeMap<>(partition);
              if (asks.contains(OptIn.LABEL)) {
                labels.put(ExportRules.LABEL, "true");
              }
              return Service.of(key, ports, labels, ids, kind, created)
                  .with(
                      ExportRequests.of(
                          asks.stream().filter(OptIn::requested).toList(), List.of()));
            });
  }

  private static Arbitrary<EndpointSlice> slice(Service service, String name) {
    return Combinators.combine(
            endpoint().list().ofMaxSize(4),
            Arbitraries.of(8080, 8081),
            Arbitraries.of(service.ports()).set().ofMaxSize(1))
        .as(
            (endpoints, target, without) -> {
              SortedMap<String, Integer> ports = new TreeMap<>();
              service.ports().forEach(port -> ports.put(port.name(), target));
              // One slice in many lacks a target.
              if (target == 8081) {
                without.forEach(port -> ports.remove(port.name()));
              }
              Set<String> seen = new HashSet<>();
              return new EndpointSlice(
                  new SliceKey(service.key(), name),
                  ports,
                  endpoints.stream()
                      .filter(endpoint -> seen.add(endpoint.address()))
                      .collect(Collectors.toList()));
            });
  }

  private static Arbitrary<Endpoint> endpoint() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 12),
            Arbitraries.of(Endpoint.Health.READY, Endpoint.Health.READY, Endpoint.Health.NOT_READY),
            Arbitraries.of(
                Endpoint.MeshMode.SIDECAR, Endpoint.MeshMode.NONE, Endpoint.MeshMode.AMBIENT),
            Arbitraries.of(LOCALITIES),
            Arbitraries.maps(Arbitraries.of("app", "version"), Arbitraries.of("1", "2"))
                .ofMaxSize(2))
        .as(
            (number, health, mode, locality, labels) ->
                new Endpoint("10.0.0." + number, health, mode, locality, "", Sorted.map(labels)));
  }
}
