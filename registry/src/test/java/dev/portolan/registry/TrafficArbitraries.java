package dev.portolan.registry;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Traffic policies for properties. */
public final class TrafficArbitraries {
  private TrafficArbitraries() {}

  /** Traffic policies with this key. */
  public static Arbitrary<TrafficPolicy> traffic(PolicyKey key) {
    return Combinators.combine(
            RegistryArbitraries.virtualMeshKeys(),
            PolicyArbitraries.selectors().list().ofMinSize(1).ofMaxSize(4),
            parts().list().ofMinSize(1).ofMaxSize(8).uniqueElements(TrafficPart::kind))
        .filter((mesh, hosts, parts) -> TrafficPolicy.problem(hosts, parts).isEmpty())
        .as((mesh, hosts, parts) -> new TrafficPolicy(key, mesh, new TreeSet<>(hosts), parts));
  }

  private static Arbitrary<TrafficPart> parts() {
    return Arbitraries.oneOf(
        targets()
            .list()
            .ofMinSize(1)
            .ofMaxSize(4)
            .uniqueElements()
            .flatMap(
                targets ->
                    Arbitraries.integers()
                        .between(1, TrafficSplit.MAX_WEIGHT)
                        .map(weight -> split(targets, weight))),
        Combinators.combine(targets(), percents()).as(TrafficMirror::new),
        retries(),
        times().map(TrafficTimeout::new),
        faults(),
        headers(),
        stickies(),
        matches(),
        Arbitraries.just(new TrafficPart.Unknown()));
  }

  private static Arbitrary<TrafficPart> matches() {
    Arbitrary<TrafficMatches.Case> cases =
        Combinators.combine(requests(), targets())
            .as((match, target) -> new TrafficMatches.Case(match, only(target)));
    return cases
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .uniqueElements(TrafficMatches.Case::match)
        .map(TrafficMatches::new);
  }

  private static TrafficSplit only(TrafficTarget target) {
    return new TrafficSplit(List.of(new TrafficSplit.Branch(target, 1)));
  }

  private static Arbitrary<RequestMatch> requests() {
    Arbitrary<HeaderMatch> headers =
        Arbitraries.of(
            HeaderMatch.ANY,
            new HeaderMatch(HeaderMatch.By.EXACT, "yes"),
            new HeaderMatch(HeaderMatch.By.PREFIX, "canary-%"));
    return Combinators.combine(
            Arbitraries.maps(Arbitraries.of("x-a", "x-b", "via"), headers).ofMaxSize(2),
            Arbitraries.of("GET", "HEAD", "PUT").set().ofMaxSize(2),
            Arbitraries.of("/", "/next/*", "/a.b").set().ofMaxSize(2))
        .filter(
            (named, methods, paths) -> !(named.isEmpty() && methods.isEmpty() && paths.isEmpty()))
        .as(
            (named, methods, paths) ->
                new RequestMatch(Sorted.map(named), Sorted.set(methods), Sorted.set(paths)));
  }

  private static TrafficPart split(List<TrafficTarget> targets, int weight) {
    return new TrafficSplit(
        targets.stream()
            .map(
                target ->
                    new TrafficSplit.Branch(target, 1 + (weight + targets.indexOf(target)) % 100))
            .toList());
  }

  // Mostly clusters: what sends to another host may be said of single hosts only.
  private static Arbitrary<TrafficTarget> targets() {
    Arbitrary<TrafficTarget> clusters =
        RegistryArbitraries.origins().map(TrafficTarget.InCluster::new);
    Arbitrary<TrafficTarget> hosts =
        Combinators.combine(RegistryArbitraries.labels(), RegistryArbitraries.labels())
            .as((namespace, name) -> new TrafficTarget.OtherHost(new HostKey(namespace, name)));
    return Arbitraries.frequencyOf(Tuple.of(8, clusters), Tuple.of(1, hosts));
  }

  private static Arbitrary<Percent> percents() {
    return Arbitraries.integers().between(1, 10_000).map(Percent::new);
  }

  private static Arbitrary<Duration> times() {
    return Arbitraries.longs().between(1, TrafficTimes.MAX.toMillis()).map(Duration::ofMillis);
  }

  private static Arbitrary<TrafficPart> retries() {
    return Combinators.combine(
            Arbitraries.integers().between(0, TrafficRetries.MAX_ATTEMPTS),
            times().optional(),
            Arbitraries.of(TrafficRetries.CONDITIONS).set().ofMaxSize(3),
            Arbitraries.of(true, false))
        .as(
            (attempts, perTry, on, elsewhere) ->
                new TrafficRetries(attempts, perTry, Sorted.set(on), elsewhere));
  }

  private static Arbitrary<TrafficPart> faults() {
    Arbitrary<TrafficFault.Delay> delays =
        Combinators.combine(times(), percents()).as(TrafficFault.Delay::new);
    Arbitrary<TrafficFault.Abort> aborts =
        Combinators.combine(Arbitraries.integers().between(200, 599), percents())
            .as(TrafficFault.Abort::new);
    return Combinators.combine(delays.optional(), aborts.optional())
        .filter((delay, abort) -> delay.isPresent() || abort.isPresent())
        .as(TrafficFault::new);
  }

  private static Arbitrary<TrafficPart> headers() {
    return Combinators.combine(changes(), changes())
        .filter((request, response) -> !request.isEmpty() || !response.isEmpty())
        .as(TrafficHeaders::new);
  }

  private static Arbitrary<HeaderChanges> changes() {
    Arbitrary<String> names = Arbitraries.of("x-a", "x-b", "via", "x_c.d");
    Arbitrary<String> values = Arbitraries.of("", "1", "on", "a: b", "100%%", "'quoted' \"text\"");
    return Combinators.combine(
            Arbitraries.maps(names, values).ofMaxSize(2),
            Arbitraries.maps(names, values).ofMaxSize(2),
            names.set().ofMaxSize(2))
        .as(
            (set, add, remove) ->
                new HeaderChanges(Sorted.map(set), Sorted.map(add), Sorted.set(remove)));
  }

  private static Arbitrary<TrafficPart> stickies() {
    return Combinators.combine(
            Arbitraries.of(TrafficSticky.By.class),
            Arbitraries.of("x-user", "JSESSIONID", "q"),
            times().optional())
        .as(TrafficArbitraries::sticky);
  }

  private static TrafficPart sticky(TrafficSticky.By by, String name, Optional<Duration> ttl) {
    return new TrafficSticky(
        by,
        by == TrafficSticky.By.SOURCE ? "" : name,
        ttl.filter(time -> by == TrafficSticky.By.COOKIE));
  }
}
