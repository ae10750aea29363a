package dev.portolan.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.federation.NativeService;
import dev.portolan.federation.NativeServices;
import dev.portolan.federation.NativeWorkloads;
import dev.portolan.federation.Surroundings;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.Sorted;
import dev.portolan.v1.NamespaceSurroundings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.pcollections.TreePSet;

class SurroundingsCodecTest {
  private static final int LEAST = 4096;

  @Provide
  Arbitrary<Surroundings> surroundings() {
    Arbitrary<Set<String>> names = Arbitraries.of("shop", "billing", "ops").set().ofMaxSize(3);
    Arbitrary<HostKey> hosts =
        Combinators.combine(
                Arbitraries.of("shop", "billing", "old"), Arbitraries.of("cart", "stock", "mail"))
            .as(HostKey::new);
    Arbitrary<Map<HostKey, NativeService>> services =
        Arbitraries.maps(hosts, service()).ofMaxSize(6);
    Arbitrary<Set<String>> gateways =
        Arbitraries.of("istio-system/east-west", "istio-system/other").set().ofMaxSize(2);
    return Combinators.combine(names, names, services, gateways)
        .as(
            (open, ambient, own, shown) -> {
              NativeServices all = NativeServices.NONE;
              for (var each : own.entrySet()) {
                all = all.with(each.getKey(), Optional.of(each.getValue()));
              }
              return new Surroundings(
                  TreePSet.from(open), TreePSet.from(ambient), all, TreePSet.from(shown));
            });
  }

  private static Arbitrary<NativeService> service() {
    return Combinators.combine(
            Arbitraries.of(NativeService.Kind.class),
            Arbitraries.maps(Arbitraries.of(80, 90, 65_535), Arbitraries.of("", "http", "grpc"))
                .ofMaxSize(2),
            Arbitraries.of(true, false),
            Arbitraries.longs().between(0, 2).map(Instant::ofEpochSecond).optional(),
            workloads())
        .as(
            (kind, ports, local, created, workloads) ->
                new NativeService(kind, Sorted.map(ports), local, created, workloads));
  }

  private static Arbitrary<NativeWorkloads> workloads() {
    return Combinators.combine(
            Arbitraries.maps(Arbitraries.of("app", "version"), Arbitraries.of("a", "b"))
                .ofMaxSize(2),
            Arbitraries.maps(Arbitraries.of(80, 90), Arbitraries.of(8080, 9090)).ofMaxSize(2),
            Arbitraries.of(true, false))
        .as(
            (selector, targets, gateway) ->
                new NativeWorkloads(Sorted.map(selector), Sorted.map(targets), gateway));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void whoeverTakesAllMessagesHasWhatIsThere(
      @ForAll("surroundings") Surroundings first, @ForAll("surroundings") Surroundings second) {
    SurroundingsDecoder decoder = new SurroundingsDecoder();

    assertThat(taken(decoder, SurroundingsEncoder.encode(Optional.empty(), first, LEAST)))
        .contains(first);
    assertThat(taken(decoder, SurroundingsEncoder.encode(Optional.of(first), second, LEAST)))
        .contains(second);
  }

  @Test
  void whatIsTooLargeForOneMessageComesInSeveral() {
    Surroundings many = many(3_000);

    List<dev.portolan.v1.Surroundings> messages =
        SurroundingsEncoder.encode(Optional.empty(), many, LEAST);

    assertThat(messages).hasSizeGreaterThan(20);
    assertThat(messages).allMatch(message -> message.getSerializedSize() <= LEAST);
    assertThat(taken(new SurroundingsDecoder(), messages)).contains(many);
  }

  @Test
  void aChangeCostsItsNamespace() {
    Surroundings before = many(100).with("ops", true, false, many(1).services().in("shop"));
    Surroundings after = before.without("ops");

    assertThat(SurroundingsEncoder.encode(Optional.of(before), after, LEAST))
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.getFirst()).isFalse();
              assertThat(message.getNamespacesList()).isEmpty();
              assertThat(message.getRemovedNamespacesList()).containsExactly("ops");
            });
  }

  @Test
  void nothingIsKnownBeforeTheLastPart() {
    List<dev.portolan.v1.Surroundings> messages =
        SurroundingsEncoder.encode(Optional.empty(), many(3_000), LEAST);
    SurroundingsDecoder decoder = new SurroundingsDecoder();

    assertThat(taken(decoder, messages.subList(0, messages.size() - 1))).isEmpty();
    assertThat(decoder.take(messages.get(messages.size() - 1))).isPresent();
  }

  @Test
  void changesOfWhatWasNeverSaidSayNothing() {
    List<dev.portolan.v1.Surroundings> later =
        SurroundingsEncoder.encode(Optional.of(Surroundings.NONE), many(3), LEAST);

    assertThat(taken(new SurroundingsDecoder(), later)).isEmpty();
  }

  @Test
  void ofTooLargeAClusterNothingIsKeptUntilItBeginsAnew() {
    SurroundingsDecoder decoder = new SurroundingsDecoder();
    Surroundings tooMany = many(SurroundingsDecoder.MAX_SERVICES + 1);

    assertThat(taken(decoder, SurroundingsEncoder.encode(Optional.empty(), tooMany, 1 << 20)))
        .isEmpty();
    assertThat(taken(decoder, SurroundingsEncoder.encode(Optional.of(tooMany), many(1), LEAST)))
        .isEmpty();
    assertThat(taken(decoder, SurroundingsEncoder.encode(Optional.empty(), many(1), LEAST)))
        .contains(many(1));
  }

  @Test
  void whatIsNotWellFormedIsLeftOut() {
    dev.portolan.v1.Surroundings message =
        dev.portolan.v1.Surroundings.newBuilder()
            .setFirst(true)
            .addNamespaces(NamespaceSurroundings.newBuilder().setName("No Namespace"))
            .addNamespaces(
                NamespaceSurroundings.newBuilder()
                    .setName("shop")
                    .setOpen(true)
                    .addServices(dev.portolan.v1.NativeService.newBuilder().setName("../x")))
            .build();

    assertThat(new SurroundingsDecoder().take(message)).contains(Surroundings.of(Set.of("shop")));
  }

  private static Optional<Surroundings> taken(
      SurroundingsDecoder decoder, List<dev.portolan.v1.Surroundings> messages) {
    Optional<Surroundings> last = Optional.empty();
    for (dev.portolan.v1.Surroundings message : messages) {
      last = decoder.take(message);
    }
    return last;
  }

  private static Surroundings many(int services) {
    NativeServices all = NativeServices.NONE;
    for (int i = 0; i < services; i++) {
      all =
          all.with(
              new HostKey("shop", "service-" + i),
              Optional.of(
                  new NativeService(
                      NativeService.Kind.VIRTUAL_IP,
                      Sorted.map(Map.of(80, "http")),
                      false,
                      Optional.empty())));
    }
    return new Surroundings(TreePSet.singleton("shop"), TreePSet.empty(), all);
  }
}
