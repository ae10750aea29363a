package dev.portolan.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.AccessCaller;
import dev.portolan.registry.AccessGrant;
import dev.portolan.registry.AccessPolicy;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Resource;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.VirtualMesh;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Laws of deciding who may call, over registries of all shapes. */
class AccessPlannerPropertyTest extends PlanProperties {
  /** The one of which the surroundings know the pods. */
  private static final HostKey STOCK = TestRegistries.HOSTS.get(1);

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void nobodyGetsInWhomThePolicyDoesNotMean(
      @ForAll("records") List<Resource> records, @ForAll("cluster") OriginId cluster) {
    RegistrySnapshot view = GoldenCase.snapshot(records);
    Optional<HostAccess> access = plan(view, cluster, STOCK).access();
    if (access.isEmpty()) {
      return;
    }
    VirtualMesh mesh = view.meshOf(cluster).orElseThrow();
    Optional<AccessPolicy> policy =
        view.accessPolicies(mesh.key(), STOCK, cluster).stream().findFirst();
    for (OriginId from : mesh.members()) {
      for (String namespace : List.of("shop", "web", "other")) {
        for (String account : List.of("front", "back")) {
          AccessCaller caller =
              new AccessCaller(Optional.of(from), Optional.of(namespace), Optional.of(account));
          Optional<String> domain = domain(view, from, cluster);
          boolean in =
              domain.isPresent()
                  && access.get().rules().stream()
                      .anyMatch(rule -> lets(rule, domain.get(), namespace, account));
          boolean meant =
              policy.stream()
                  .flatMap(counting -> counting.allow().stream())
                  .anyMatch(grant -> means(grant, caller, from));
          assertThat(in && !meant).as("%s at %s by %s", caller, cluster, access).isFalse();
        }
      }
    }
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void whoeverIsMeantGetsInUnlessAFindingSaysWhyNot(
      @ForAll("records") List<Resource> records, @ForAll("cluster") OriginId cluster) {
    RegistrySnapshot view = GoldenCase.snapshot(records);
    AccessDecision decision = plan(view, cluster, STOCK);
    if (decision.access().flatMap(HostAccess::policy).isEmpty()) {
      return;
    }
    VirtualMesh mesh = view.meshOf(cluster).orElseThrow();
    AccessPolicy policy = view.accessPolicies(mesh.key(), STOCK, cluster).get(0);
    for (AccessGrant grant : policy.allow()) {
      for (AccessCaller caller : grant.from()) {
        for (OriginId from : mesh.members()) {
          if (caller.cluster().map(from::equals).orElse(true)
              && domain(view, from, cluster).isPresent()) {
            String domain = domain(view, from, cluster).orElseThrow();
            boolean in =
                decision.access().orElseThrow().rules().stream()
                    .anyMatch(
                        rule ->
                            lets(
                                rule,
                                domain,
                                caller.namespace().orElse("any"),
                                caller.account().orElse("any")));
            boolean said =
                decision.findings().stream()
                    .anyMatch(
                        finding ->
                            finding.code() == FindingCode.ACCESS_AMBIGUOUS
                                || finding.code() == FindingCode.ACCESS_PORT_UNKNOWN
                                || finding.code() == FindingCode.ACCESS_OF_REQUESTS);
            assertThat(in || said).as("%s at %s by %s", caller, from, decision).isTrue();
          }
        }
      }
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void theOrderOfArrivalAndWhatIsNotSentNeverMatter(
      @ForAll("records") List<Resource> records,
      @ForAll("cluster") OriginId cluster,
      @ForAll Random random) {
    List<Resource> shuffled = new ArrayList<>(records);
    Collections.shuffle(shuffled, random);
    RegistrySnapshot all = GoldenCase.snapshot(records);

    for (HostKey host : TestRegistries.HOSTS) {
      AccessDecision decision = plan(all, cluster, host);

      assertThat(plan(GoldenCase.snapshot(shuffled), cluster, host)).isEqualTo(decision);
      assertThat(plan(GoldenCase.visibleTo(all, cluster), cluster, host)).isEqualTo(decision);
    }
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void onlyTouchedHostsDecideAnew(
      @ForAll("records") List<Resource> before,
      @ForAll("records") List<Resource> after,
      @ForAll("cluster") OriginId cluster,
      @ForAll Random random) {
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

  private static boolean lets(AccessRule rule, String domain, String namespace, String account) {
    return rule.domains().contains(domain)
        && ((rule.namespaces().isEmpty() && rule.accounts().isEmpty())
            || rule.namespaces().contains(namespace)
            || rule.accounts().contains(namespace + "/" + account));
  }

  private static boolean means(AccessGrant grant, AccessCaller caller, OriginId from) {
    return grant.from().stream().anyMatch(each -> each.covers(caller, from));
  }

  /** Of the cluster's own workloads the usual domain may be assumed. */
  private static Optional<String> domain(RegistrySnapshot view, OriginId member, OriginId cluster) {
    Optional<Cluster> facts = view.cluster(member);
    return facts.filter(known -> known.source().isPresent()).isPresent()
        ? Optional.empty()
        : facts
            .map(Cluster::trustDomain)
            .or(
                () ->
                    member.equals(cluster)
                        ? Optional.of(Cluster.DEFAULT_DOMAIN)
                        : Optional.empty());
  }

  private static AccessDecision plan(RegistrySnapshot view, OriginId cluster, HostKey host) {
    return AccessPlanner.plan(view, cluster, TestRegistries.SURROUNDINGS, host);
  }

  private static RegistrySnapshot upsert(RegistrySnapshot snapshot, Resource record) {
    SortedMap<ResourceKey, Recorded<?>> upserts = new TreeMap<>();
    upserts.put(record.key(), Recorded.local(record));
    return new RegistryDelta(
            snapshot.revision(), snapshot.revision().next(), upserts, new TreeSet<>())
        .applyTo(snapshot);
  }
}
