package dev.portolan.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.AccessPolicy;
import dev.portolan.registry.CapacityKey;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.ClusterKey;
import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.FailoverTier;
import dev.portolan.registry.Gateway;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.Liveness;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PartitionRule;
import dev.portolan.registry.PartitionRules;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.Protocol;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ReportKey;
import dev.portolan.registry.Resource;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Rollout;
import dev.portolan.registry.Rollout.Stage;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServicePort;
import dev.portolan.registry.SliceKey;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.registry.VirtualMeshKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TouchedHostsTest {
  private static final OriginId OWN = new OriginId("own");
  private static final OriginId OTHER = new OriginId("other");
  private static final HostKey CART = new HostKey("shop", "cart");
  private static final HostKey STOCK = new HostKey("shop", "stock");
  private static final HostKey LEDGER = new HostKey("bank", "ledger");

  private final RegistrySnapshot view =
      GoldenCase.snapshot(
          List.of(service(OWN, CART), service(OTHER, STOCK), service(OTHER, LEDGER)));

  @Test
  void theRecordsOfOneServiceTouchItsHost() {
    assertThat(touchedBy(STOCK.at(OTHER))).containsExactly(STOCK);
    assertThat(touchedBy(new SliceKey(STOCK.at(OTHER), "x"))).containsExactly(STOCK);
    assertThat(touchedBy(new CapacityKey(STOCK.at(OTHER)))).containsExactly(STOCK);
  }

  @Test
  void anOriginsFactsTouchWhatItOffers() {
    assertThat(touchedBy(new ClusterKey(OTHER))).containsExactly(LEDGER, STOCK);
    assertThat(touchedBy(new ReportKey(OTHER))).containsExactly(LEDGER, STOCK);
  }

  @Test
  void factsThatClaimOrFreeAGatewayTouchWhatTheOtherClaimantOffers() {
    OriginId third = new OriginId("third");
    List<Resource> records = List.of(service(OTHER, STOCK), facts(OTHER, "203.0.113.1"));
    RegistrySnapshot alone = with(records, facts(third, "203.0.113.2"));
    RegistrySnapshot claimed = with(records, facts(third, "203.0.113.1"));

    assertThat(touched(alone, claimed)).containsExactly(STOCK);
    assertThat(touched(claimed, alone)).containsExactly(STOCK);
    assertThat(touched(alone, with(records, facts(third, "203.0.113.3")))).isEmpty();
  }

  @Test
  void aPolicyTouchesTheHostsThatItSelectsAndThatItHasSelected() {
    List<Resource> records =
        List.of(service(OWN, CART), service(OTHER, STOCK), service(OTHER, LEDGER));
    RegistrySnapshot none = GoldenCase.snapshot(records);
    RegistrySnapshot cart = with(records, policy(HostSelector.of(CART)));
    RegistrySnapshot bank = with(records, policy(new HostSelector("bank", "*")));

    assertThat(touched(none, cart)).containsExactly(CART);
    assertThat(touched(cart, bank)).containsExactly(LEDGER, CART);
    assertThat(touched(bank, none)).containsExactly(LEDGER);
    assertThat(touched(none, with(records, policy(HostSelector.ALL))))
        .containsExactly(LEDGER, CART, STOCK);
    assertThat(touched(none, with(records, policy(new HostSelector("shop", "gone"))))).isEmpty();
  }

  @Test
  void aWaveTouchesNothingInClustersThatItDoesNotReach() {
    List<Resource> records = List.of(service(OWN, CART), service(OTHER, STOCK));
    FailoverPolicy old = policy(HostSelector.of(CART));
    FailoverPolicy wanted = policy(HostSelector.of(STOCK));
    Rollout rollout =
        Rollout.of(
            List.of(new TreeSet<>(List.of(OTHER)), new TreeSet<>(List.of(OWN))),
            Duration.ZERO,
            Duration.ofMinutes(1));
    Stage first = Stage.first(Optional.of(old), Instant.EPOCH);
    RegistrySnapshot before = with(records, old);
    RegistrySnapshot elsewhere = with(records, wanted.with(rollout.at(first)));
    RegistrySnapshot here = with(records, wanted.with(rollout.at(first.next(Instant.EPOCH))));

    assertThat(touched(before, elsewhere)).isEmpty();
    assertThat(touched(elsewhere, here)).containsExactly(CART, STOCK);
    assertThat(touched(here, with(records, wanted.with(rollout)))).isEmpty();
    assertThat(
            touched(here, with(records, wanted.with(rollout.at(first.aborted("", Instant.EPOCH))))))
        .containsExactly(CART, STOCK);
  }

  @Test
  void anotherTrustDomainTouchesTheHostsThatAccessPoliciesAreAbout() {
    List<Resource> records =
        List.of(
            service(OWN, CART),
            service(OWN, LEDGER),
            new AccessPolicy(
                PolicyKey.access("p"),
                new VirtualMeshKey("mesh"),
                List.of(HostSelector.of(CART)),
                List.of()));
    OriginId third = new OriginId("third");
    RegistrySnapshot before = with(records, facts(third, "203.0.113.2"));

    assertThat(touched(before, with(records, domain(third, "other.example"))))
        .containsExactly(CART);
    assertThat(touched(GoldenCase.snapshot(records), before)).containsExactly(CART);
    assertThat(touched(before, with(records, facts(third, "203.0.113.3")))).isEmpty();
  }

  private static Resource domain(OriginId origin, String trustDomain) {
    return new Cluster(
        new ClusterKey(origin),
        "",
        "",
        trustDomain,
        Sorted.set(Set.of()),
        Cluster.DEFAULT_DOMAIN,
        List.of(),
        Locality.UNKNOWN);
  }

  private static FailoverPolicy policy(HostSelector hosts) {
    return new FailoverPolicy(
        PolicyKey.failover("p"),
        new VirtualMeshKey("mesh"),
        List.of(hosts),
        List.of(new FailoverTier.Near(FailoverTier.Distance.ANY)));
  }

  private static SortedSet<HostKey> touched(RegistrySnapshot before, RegistrySnapshot after) {
    return TouchedHosts.of(RegistryDelta.between(before, after), before, after, OWN);
  }

  private static RegistrySnapshot with(List<Resource> records, Resource more) {
    List<Resource> all = new ArrayList<>(records);
    all.add(more);
    return GoldenCase.snapshot(all);
  }

  private static Resource facts(OriginId origin, String gateway) {
    return new Cluster(
        new ClusterKey(origin),
        "",
        "",
        Cluster.DEFAULT_DOMAIN,
        Sorted.set(Set.of()),
        Cluster.DEFAULT_DOMAIN,
        List.of(new Gateway(gateway, 15443)),
        Locality.UNKNOWN);
  }

  @Test
  void aLostClusterTouchesItsHostsWhereARuleActsOnItAndNoOthers() {
    List<Resource> kept = List.of(mesh(PartitionRule.KEEP), service(OTHER, STOCK));
    List<Resource> demoted =
        List.of(
            mesh(new PartitionRule(PartitionRule.Action.DEMOTE, Duration.ofMinutes(1))),
            service(OTHER, STOCK),
            service(OWN, CART));

    assertThat(touched(GoldenCase.snapshot(kept), with(kept, lost(OTHER, 60)))).isEmpty();
    assertThat(touched(GoldenCase.snapshot(demoted), with(demoted, lost(OTHER, 59)))).isEmpty();
    assertThat(touched(with(demoted, lost(OTHER, 59)), with(demoted, lost(OTHER, 60))))
        .containsExactly(STOCK);
    assertThat(touched(with(demoted, lost(OTHER, 60)), with(demoted, lost(OTHER, 600)))).isEmpty();
    assertThat(touched(with(demoted, lost(OTHER, 60)), GoldenCase.snapshot(demoted)))
        .containsExactly(STOCK);
    assertThat(touched(GoldenCase.snapshot(demoted), with(demoted, lost(OWN, 60)))).isEmpty();
  }

  private static Resource lost(OriginId origin, long seconds) {
    return Liveness.lost(origin, Instant.EPOCH, Duration.ofSeconds(seconds));
  }

  private static Resource mesh(PartitionRule rule) {
    return new VirtualMesh(
            new VirtualMeshKey("m"),
            List.of(OWN, OTHER),
            VirtualMesh.DEFAULT_SUFFIX,
            Sorted.set(Set.of("*")))
        .with(new PartitionRules(rule));
  }

  @Test
  void theOwnFactsAndTheVirtualMeshTouchEverything() {
    assertThat(touchedBy(new ClusterKey(OWN))).containsExactly(LEDGER, CART, STOCK);
    assertThat(touchedBy(new VirtualMeshKey("m"))).containsExactly(LEDGER, CART, STOCK);
  }

  @Test
  void aNamespaceTouchesTheHostsInIt() {
    Surroundings before = Surroundings.of(Set.of("shop", "bank"));

    assertThat(before.touched(Surroundings.of(Set.of("bank")), view.hosts()))
        .containsExactly(CART, STOCK);
    assertThat(before.touched(before, view.hosts())).isEmpty();
  }

  @Test
  void aServiceOfTheClusterTouchesItsHostAndWhatConcernsAllOfThemAll() {
    Surroundings before = Surroundings.of(Set.of("shop"));
    NativeService service =
        new NativeService(
            NativeService.Kind.VIRTUAL_IP, Sorted.map(Map.of()), false, Optional.empty());
    Surroundings after =
        new Surroundings(
            before.namespaces(),
            before.ambient(),
            before.services().with(STOCK, Optional.of(service)));

    assertThat(before.touched(after, view.hosts())).containsExactly(STOCK);
    assertThat(after.touched(before, view.hosts())).containsExactly(STOCK);
    assertThat(
            before.touched(
                new Surroundings(
                    before.namespaces(), before.ambient().plus("other"), before.services()),
                view.hosts()))
        .containsExactly(LEDGER, CART, STOCK);
    assertThat(
            before.touched(
                new Surroundings(
                    before.namespaces(),
                    before.ambient(),
                    before.services(),
                    before.openGateways().plus("istio-system/gw")),
                view.hosts()))
        .containsExactly(LEDGER, CART, STOCK);
  }

  // Removals and upserts are treated alike.
  private SortedSet<HostKey> touchedBy(ResourceKey key) {
    RegistryDelta removal =
        new RegistryDelta(
            view.revision(), view.revision().next(), new TreeMap<>(), new TreeSet<>(Set.of(key)));
    return TouchedHosts.of(removal, view, view, OWN);
  }

  private static Resource service(OriginId origin, HostKey host) {
    return Service.of(
        host.at(origin),
        List.of(new ServicePort("http", 80, Protocol.HTTP)),
        Map.of(),
        Set.of(),
        Service.Kind.VIRTUAL_IP,
        Optional.empty());
  }
}
