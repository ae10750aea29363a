package dev.portolan.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Endpoint;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.HostMode;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Resource;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Revision;
import dev.portolan.registry.Service;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Laws of planning, over registries of all shapes. */
class HostPlannerPropertyTest extends PlanProperties {
  private static final Set<FindingCode> EXCLUDING =
      Set.of(
          FindingCode.PORT_CONFLICT,
          FindingCode.PORT_MISSING,
          FindingCode.CLUSTER_DOMAIN_CONFLICT,
          FindingCode.CLUSTER_UNKNOWN,
          FindingCode.NO_GATEWAY);
  private static final Set<FindingCode> ABOUT_PORTS =
      Set.of(
          FindingCode.PORT_CONFLICT,
          FindingCode.PORT_MISSING,
          FindingCode.PORT_IGNORED,
          FindingCode.PORT_NOT_ROUTABLE);

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void theOrderOfArrivalNeverMatters(
      @ForAll("records") List<Resource> records,
      @ForAll("cluster") OriginId cluster,
      @ForAll("host") HostKey host,
      @ForAll Random random) {
    List<Resource> shuffled = new ArrayList<>(records);
    Collections.shuffle(shuffled, random);
    RegistrySnapshot oneByOne = RegistrySnapshot.EMPTY.at(new Revision("00000000000000aa", 0));
    for (Resource record : shuffled) {
      oneByOne = upsert(oneByOne, record);
    }

    HostDecision decision = plan(oneByOne, cluster, host);

    assertThat(decision).isEqualTo(plan(GoldenCase.snapshot(records), cluster, host));
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void whatTheHubDoesNotSendChangesNothing(
      @ForAll("records") List<Resource> records,
      @ForAll("cluster") OriginId cluster,
      @ForAll("host") HostKey host) {
    RegistrySnapshot all = GoldenCase.snapshot(records);

    HostDecision decision = plan(GoldenCase.visibleTo(all, cluster), cluster, host);

    assertThat(decision).isEqualTo(plan(all, cluster, host));
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void everyDestinationBelongsToAnOriginThatIsIn(
      @ForAll("records") List<Resource> records,
      @ForAll("cluster") OriginId cluster,
      @ForAll("host") HostKey host) {
    RegistrySnapshot view = GoldenCase.snapshot(records);

    HostDecision decision = plan(view, cluster, host);

    Set<String> excluded = new HashSet<>();
    decision.findings().stream()
        .filter(finding -> EXCLUDING.contains(finding.code()))
        .forEach(finding -> excluded.add(finding.subject()));
    for (Destination destination : destinations(decision)) {
      assertThat(view.originsOf(host)).contains(destination.origin());
      assertThat(view.meshOf(destination.origin())).isEqualTo(view.meshOf(cluster));
      assertThat(excluded).doesNotContain("service/" + host.at(destination.origin()));
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void behindGatewaysEverythingIsMutualTls(
      @ForAll("records") List<Resource> records,
      @ForAll("cluster") OriginId cluster,
      @ForAll("host") HostKey host) {
    HostDecision decision = plan(GoldenCase.snapshot(records), cluster, host);

    // What joins a Service is spoken to endpoint by endpoint.
    if (decision instanceof HostPlan plan && plan.form().mode() != HostMode.MERGE) {
      boolean gateways = plan.meshTlsOnly();
      assertThat(plan.destinations()).allMatch(each -> gateways || !each.gateway());
      assertThat(plan.ports()).allMatch(port -> port.sni().isEmpty() != gateways);
      assertThat(plan.destinations()).allMatch(each -> each.meshed() || !gateways);
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void whoTakesTlsIsSpokenToByTlsUnderItsNameOrNotAtAll(
      @ForAll("records") List<Resource> records,
      @ForAll("cluster") OriginId cluster,
      @ForAll("host") HostKey host) {
    RegistrySnapshot view = GoldenCase.snapshot(records);
    HostDecision decision = plan(view, cluster, host);

    if (decision instanceof HostPlan plan) {
      for (Destination destination : plan.destinations()) {
        boolean takesTls = destination.meshMode() == Endpoint.MeshMode.TLS;
        assertThat(plan.exterior().tlsName())
            .isEqualTo(
                takesTls
                    ? view.service(host.at(destination.origin())).flatMap(Service::tlsName)
                    : Optional.empty());
      }
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void noGatewayIsUsedForTwoNetworks(@ForAll("records") List<Resource> records) {
    RegistrySnapshot view = GoldenCase.snapshot(records);
    Map<String, Set<String>> networks = new HashMap<>();
    for (OriginId cluster : TestRegistries.ORIGINS) {
      for (HostKey host : TestRegistries.HOSTS) {
        destinations(plan(view, cluster, host)).stream()
            .filter(Destination::gateway)
            .forEach(
                gateway ->
                    networks
                        .computeIfAbsent(
                            view.meshOf(cluster).map(mesh -> mesh.key().name()).orElse("")
                                + gateway.address(),
                            place -> new HashSet<>())
                        .add(Scope.networkOf(view, gateway.origin())));
      }
    }

    assertThat(networks.values()).allMatch(each -> each.size() == 1);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void readinessChangesNoPort(
      @ForAll("records") List<Resource> records,
      @ForAll("cluster") OriginId cluster,
      @ForAll("host") HostKey host) {
    List<Resource> nothingReady =
        records.stream()
            .map(record -> record instanceof EndpointSlice slice ? emptied(slice) : record)
            .toList();

    HostDecision now = plan(GoldenCase.snapshot(records), cluster, host);
    HostDecision then = plan(GoldenCase.snapshot(nothingReady), cluster, host);

    assertThat(then instanceof HostPlan).isEqualTo(now instanceof HostPlan);
    if (now instanceof HostPlan one && then instanceof HostPlan other) {
      assertThat(other.meshTlsOnly()).isEqualTo(one.meshTlsOnly());
      assertThat(other.exterior()).isEqualTo(one.exterior());
      assertThat(other.ports()).isEqualTo(one.ports());
      assertThat(other.identities()).isEqualTo(one.identities());
    }
  }

  private static EndpointSlice emptied(EndpointSlice slice) {
    return new EndpointSlice(slice.key(), slice.ports(), List.of());
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void allClustersAgreeOnPortsAndOnWhoDecides(
      @ForAll("records") List<Resource> records,
      @ForAll("host") HostKey host,
      @ForAll("cluster") OriginId one,
      @ForAll("cluster") OriginId other) {
    RegistrySnapshot view = GoldenCase.snapshot(records);
    if (!view.meshOf(one).equals(view.meshOf(other))
        || !imports(view, one, host)
        || !imports(view, other, host)) {
      return;
    }

    HostDecision here = plan(GoldenCase.visibleTo(view, one), one, host);
    HostDecision there = plan(GoldenCase.visibleTo(view, other), other, host);

    if (here instanceof HostPlan && there instanceof HostPlan) {
      assertThat(ports(here)).isEqualTo(ports(there));
    }
    assertThat(portFindings(here)).isEqualTo(portFindings(there));
  }

  private static boolean imports(RegistrySnapshot view, OriginId cluster, HostKey host) {
    return view.meshOf(cluster)
        .filter(mesh -> mesh.imports().allow(cluster, host.namespace()))
        .isPresent();
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void envoyWouldDropNoDestination(
      @ForAll("records") List<Resource> records,
      @ForAll("cluster") OriginId cluster,
      @ForAll("host") HostKey host) {
    HostDecision decision = plan(GoldenCase.snapshot(records), cluster, host);

    Set<String> places = new HashSet<>();
    for (Destination destination : destinations(decision)) {
      destination
          .ports()
          .forEach(
              (name, target) ->
                  assertThat(places.add(name + destination.address() + ":" + target)).isTrue());
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void onlyTouchedHostsDecideAnew(
      @ForAll("records") List<Resource> before,
      @ForAll("records") List<Resource> after,
      @ForAll("cluster") OriginId cluster,
      @ForAll Random random) {
    // Most records stay as they are, so that hosts remain untouched at all.
    RegistrySnapshot from = GoldenCase.snapshot(before);
    RegistrySnapshot to = from;
    for (Resource record : after) {
      to = random.nextInt(8) == 0 ? upsert(to, record) : to;
    }
    RegistryDelta delta = RegistryDelta.between(from, to);

    SortedSet<HostKey> touched = TouchedHosts.of(delta, from, to, cluster);

    for (HostKey host : TestRegistries.HOSTS) {
      if (!touched.contains(host)) {
        assertThat(plan(to, cluster, host)).isEqualTo(plan(from, cluster, host));
      }
    }
  }

  private static HostDecision plan(RegistrySnapshot view, OriginId cluster, HostKey host) {
    return HostPlanner.plan(view, cluster, TestRegistries.SURROUNDINGS, host);
  }

  private static RegistrySnapshot upsert(RegistrySnapshot snapshot, Resource record) {
    SortedMap<ResourceKey, Recorded<?>> upserts = new TreeMap<>();
    upserts.put(record.key(), Recorded.local(record));
    return new RegistryDelta(
            snapshot.revision(), snapshot.revision().next(), upserts, new TreeSet<>())
        .applyTo(snapshot);
  }

  private static List<Destination> destinations(HostDecision decision) {
    return decision instanceof HostPlan plan ? plan.destinations() : List.of();
  }

  private static Optional<List<String>> ports(HostDecision decision) {
    return decision instanceof HostPlan plan
        ? Optional.of(
            plan.ports().stream().map(port -> port.number() + " " + port.protocol()).toList())
        : Optional.empty();
  }

  private static List<Finding> portFindings(HostDecision decision) {
    return decision.findings().stream()
        .filter(finding -> ABOUT_PORTS.contains(finding.code()))
        .toList();
  }
}
