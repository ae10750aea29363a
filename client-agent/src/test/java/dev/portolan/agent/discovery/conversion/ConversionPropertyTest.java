package dev.portolan.agent.discovery.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.agent.discovery.objects.FurtherRoots;
import dev.portolan.agent.discovery.objects.NetworkView;
import dev.portolan.agent.discovery.objects.ObjectChange;
import dev.portolan.agent.discovery.objects.ObjectKind;
import dev.portolan.agent.discovery.objects.ObjectRef;
import dev.portolan.agent.discovery.objects.ObservedExport;
import dev.portolan.agent.discovery.objects.ObservedGateway;
import dev.portolan.agent.discovery.objects.ObservedMesh;
import dev.portolan.agent.discovery.objects.ObservedNamespace;
import dev.portolan.agent.discovery.objects.ObservedNode;
import dev.portolan.agent.discovery.objects.ObservedPod;
import dev.portolan.agent.discovery.objects.ObservedService;
import dev.portolan.agent.discovery.objects.ObservedService.Family;
import dev.portolan.agent.discovery.objects.ObservedSlice;
import dev.portolan.registry.Endpoint.Health;
import dev.portolan.registry.Endpoint.MeshMode;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.Sorted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Laws over random histories of a small cluster, in which everything names everything. */
class ConversionPropertyTest {
  private static final OriginId ORIGIN = new OriginId("east-1");
  private static final NetworkView ELSEWHERE = new NetworkView(Sorted.set(List.of("elsewhere")));

  @Property(tries = 300)
  void everyBatchingIsTheConversionFromScratch(@ForAll long seed) {
    Random random = new Random(seed);
    List<ObjectChange> history = history(random, 60);

    ClusterConversion incremental = ClusterConversion.of(ORIGIN);
    for (int at = 0; at < history.size(); ) {
      int end = Math.min(history.size(), at + 1 + random.nextInt(8));
      incremental = incremental.with(history.subList(at, end));
      at = end;
      assertThat(state(incremental)).isEqualTo(state(scratch(history.subList(0, at), random)));
    }
  }

  @Property(tries = 100)
  void isSettledUnlessAPodIsUnknownOfAServiceThatChanged(@ForAll long seed) {
    Random random = new Random(seed);
    ClusterConversion conversion = ClusterConversion.of(ORIGIN).with(history(random, 60));

    ClusterConversion all = conversion.with(history(random, 3));

    if (!all.settled()) {
      assertThat(state(all).findings())
          .anyMatch(finding -> finding.code() == FindingCode.POD_UNKNOWN);
    }
    assertThat(conversion.with(List.of()).settled()).isTrue();
  }

  @Property(tries = 100)
  void recordsThatDoNotDifferAreTheSameObjects(@ForAll long seed) {
    Random random = new Random(seed);
    ClusterConversion conversion = ClusterConversion.of(ORIGIN).with(history(random, 60));
    LocalState before = state(conversion);
    LocalState after = state(conversion.with(history(random, 3)));

    RegistryDelta delta = RegistryDelta.between(before.records(), after.records());
    for (Recorded<?> recorded : after.records().origin(ORIGIN).services()) {
      if (!delta.upserts().containsKey(recorded.key())) {
        assertThat(before.records().find(recorded.key()).orElseThrow()).isSameAs(recorded);
      }
    }
  }

  /** The last word on every object, in another order and all at once. */
  private static ClusterConversion scratch(List<ObjectChange> history, Random random) {
    Map<ObjectRef, ObjectChange> latest = new LinkedHashMap<>();
    history.forEach(change -> latest.put(change.ref(), change));
    List<ObjectChange> changes = new ArrayList<>(latest.values());
    Collections.shuffle(changes, random);
    return ClusterConversion.of(ORIGIN).with(changes);
  }

  private static LocalState state(ClusterConversion conversion) {
    return conversion.state(List.of(), true);
  }

  private static List<ObjectChange> history(Random random, int length) {
    return IntStream.range(0, length).mapToObj(i -> change(random)).toList();
  }

  private static ObjectChange change(Random random) {
    ObjectChange seen =
        switch (random.nextInt(9)) {
          case 0, 1 -> ObjectChange.seen(slice(random));
          case 2, 3 -> ObjectChange.seen(pod(random));
          case 4 -> ObjectChange.seen(service(random));
          case 5 -> ObjectChange.seen(node(random));
          case 6 -> ObjectChange.seen(namespace(random));
          case 7 ->
              ObjectChange.seen(new ObservedExport(ObjectRef.exportOf(service(random).ref())));
          default -> ObjectChange.seen(mesh(random));
        };
    return random.nextInt(5) == 0 ? ObjectChange.gone(seen.ref()) : seen;
  }

  @SafeVarargs // reads the array only
  private static <T> T some(Random random, T... of) {
    return of[random.nextInt(of.length)];
  }

  private static ObservedService service(Random random) {
    boolean gateway = random.nextInt(4) == 0;
    return new ObservedService(
        ObjectRef.service(some(random, "shop", "depot"), some(random, "cart", "stock", "gate")),
        some(random, ObservedService.Type.values()),
        Sorted.map(random.nextBoolean() ? Map.of("app", some(random, "a", "b")) : Map.of()),
        Family.IPV4,
        random.nextBoolean(),
        List.of(new ObservedService.Port(some(random, "", "http"), 80, "TCP", "")),
        Sorted.map(Map.of("v", some(random, "1", "2"))),
        Optional.empty(),
        gateway
            ? Optional.of(
                new ObservedGateway(
                    "",
                    15443,
                    0,
                    List.of("192.0.2.1"),
                    List.of(),
                    List.of(),
                    List.of(),
                    Optional.empty()))
            : Optional.empty(),
        random.nextBoolean());
  }

  private static ObservedSlice slice(Random random) {
    String namespace = some(random, "shop", "depot");
    List<ObservedSlice.Member> members =
        IntStream.range(0, random.nextInt(4))
            .mapToObj(
                i ->
                    new ObservedSlice.Member(
                        some(random, "10.0.0.1", "10.0.0.2", "10.0.0.3", "bad"),
                        some(random, Health.values()),
                        random.nextBoolean()
                            ? Optional.of(ObjectRef.pod(namespace, some(random, "p1", "p2", "p3")))
                            : Optional.empty(),
                        some(random, "", "n1", "n2")))
            .toList();
    return new ObservedSlice(
        new ObjectRef(ObjectKind.ENDPOINT_SLICE, namespace, some(random, "s1", "s2")),
        ObjectRef.service(namespace, some(random, "cart", "stock", "gate")),
        some(random, Family.values()),
        List.of(new ObservedSlice.Port(some(random, "", "http"), OptionalInt.of(8080))),
        members);
  }

  private static ObservedPod pod(Random random) {
    return new ObservedPod(
        ObjectRef.pod(some(random, "shop", "depot"), some(random, "p1", "p2", "p3")),
        some(random, "one", "two"),
        some(random, MeshMode.values()),
        random.nextInt(3) == 0 ? Optional.of(new Locality("own", "", "")) : Optional.empty(),
        some(random, "", "n1", "n2"),
        Sorted.map(Map.of("app", some(random, "a", "b"))),
        some(random, Optional.empty(), Optional.of(NetworkView.ALL), Optional.of(ELSEWHERE)));
  }

  private static ObservedNode node(Random random) {
    return new ObservedNode(
        ObjectRef.node(some(random, "n1", "n2")),
        new Locality("r1", some(random, "z1", "z2"), ""),
        Optional.empty(),
        Sorted.map(Map.of()));
  }

  private static ObservedNamespace namespace(Random random) {
    return new ObservedNamespace(
        ObjectRef.namespace(some(random, "shop", "depot", "istio-system", "kube-system")),
        some(random, "", "uid"),
        some(random, "", "net"),
        random.nextBoolean(),
        random.nextBoolean(),
        Optional.empty());
  }

  private static ObservedMesh mesh(Random random) {
    return new ObservedMesh(
        ObservedMesh.REF,
        some(random, "a.example", "b.example"),
        Sorted.set(List.of()),
        FurtherRoots.NONE);
  }
}
