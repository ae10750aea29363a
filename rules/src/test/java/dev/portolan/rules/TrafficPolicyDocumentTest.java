package dev.portolan.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.HeaderChanges;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Percent;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.TrafficFault;
import dev.portolan.registry.TrafficHeaders;
import dev.portolan.registry.TrafficMatches;
import dev.portolan.registry.TrafficMirror;
import dev.portolan.registry.TrafficPolicy;
import dev.portolan.registry.TrafficRetries;
import dev.portolan.registry.TrafficSplit;
import dev.portolan.registry.TrafficSticky;
import dev.portolan.registry.TrafficTarget;
import dev.portolan.registry.TrafficTimeout;
import dev.portolan.registry.VirtualMeshKey;
import dev.portolan.settings.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrafficPolicyDocumentTest {
  private static final String HEAD =
      """
      apiVersion: portolan.dev/v1
      kind: TrafficPolicy
      metadata: {name: canary}
      spec:
        virtualMesh: shop
      """;

  @Test
  void readsMatchesInOrder() {
    RuleFiles.Content content =
        read(
            """
              hosts: [shop/cart]
              matches:
              - headers: {x-canary: {exact: "yes"}, x-user: {prefix: team-}, x-trace: {present: true}}
                methods: [GET, HEAD]
                paths: [/next/*]
                split: [{host: shop/cart-next, weight: 1}]
              - paths: [/]
                split: [{cluster: east-1, weight: 90}, {cluster: west-1, weight: 10}]
            """);

    assertThat(content.problems()).isEmpty();
    TrafficMatches matches =
        (TrafficMatches) ((TrafficPolicy) content.rules().get(0)).parts().get(0);
    assertThat(matches.cases())
        .extracting(each -> each.match().toString())
        .containsExactly("GET,HEAD /next/* x-canary=yes x-trace x-user=team-*", "/");
    assertThat(matches.cases().get(1).split().branches()).hasSize(2);
  }

  @Test
  void namesWhatIsWrongWithMatches() {
    RuleFiles.Content content =
        read(
            """
              hosts: [shop/cart]
              matches:
              - {split: [{cluster: east-1, weight: 1}]}
              - {methods: [get], split: [{cluster: east-1, weight: 1}]}
              - {paths: [next], split: [{cluster: east-1, weight: 1}]}
              - {paths: [/next]}
              - {paths: [/a], split: [{weight: 1}]}
              - {headers: {x-a: {exact: a, prefix: b}}, split: [{cluster: east-1, weight: 1}]}
              - {headers: {x-a: {present: false}}, split: [{cluster: east-1, weight: 1}]}
              - {headers: {X-A: {exact: a}}, split: [{cluster: east-1, weight: 1}]}
              - {headers: {x-a: {exact: ""}}, split: [{cluster: east-1, weight: 1}]}
            """);

    assertThat(content.problems())
        .extracting(Problem::toString)
        .satisfiesExactlyInAnyOrder(
            text -> assertThat(text).contains(":8:", "an entry for all requests"),
            text -> assertThat(text).contains(":9:", "spec.matches.methods", "'get'"),
            text -> assertThat(text).contains(":10:", "spec.matches.paths", "'next'"),
            text -> assertThat(text).contains(":11:", "spec.matches.split is missing"),
            text -> assertThat(text).contains(":12:", "exactly one of cluster and host"),
            text -> assertThat(text).contains(":13:", "one of exact, prefix and present"),
            text -> assertThat(text).contains(":14:", "present can be true only"),
            text -> assertThat(text).contains(":15:", "spec.matches.headers", "'X-A'"),
            text -> assertThat(text).contains(":16:", "spec.matches.headers.exact"));
  }

  @Test
  void readsAllOfAPolicy() {
    RuleFiles.Content content =
        read(
            """
              hosts: [shop/cart]
              split:
              - {cluster: east-1, weight: 90}
              - {host: shop/cart-next, weight: 10}
              mirror: {cluster: west-1, percent: 0.5}
              retries: {attempts: 3, perTryTimeout: 250ms, on: [reset, 5xx], otherLocalities: true}
              timeout: 2s
              fault:
                delay: {time: 100ms, percent: 50}
                abort: {status: 503}
              headers:
                request: {set: {x-mesh: shop}, remove: [x-old]}
                response: {add: {x-by: "100%%"}}
              sticky: {cookie: {name: at, ttl: 1h}}
            """);

    assertThat(content.problems()).isEmpty();
    assertThat(content.rules())
        .containsExactly(
            new TrafficPolicy(
                PolicyKey.traffic("canary"),
                new VirtualMeshKey("shop"),
                List.of(new HostSelector("shop", "cart")),
                List.of(
                    new TrafficSplit(
                        List.of(
                            new TrafficSplit.Branch(
                                new TrafficTarget.InCluster(new OriginId("east-1")), 90),
                            new TrafficSplit.Branch(
                                new TrafficTarget.OtherHost(new HostKey("shop", "cart-next")),
                                10))),
                    new TrafficMirror(
                        new TrafficTarget.InCluster(new OriginId("west-1")), new Percent(50)),
                    new TrafficRetries(
                        3,
                        Optional.of(Duration.ofMillis(250)),
                        Sorted.set(List.of("5xx", "reset")),
                        true),
                    new TrafficTimeout(Duration.ofSeconds(2)),
                    new TrafficFault(
                        Optional.of(
                            new TrafficFault.Delay(Duration.ofMillis(100), new Percent(5000))),
                        Optional.of(new TrafficFault.Abort(503, Percent.HUNDRED))),
                    new TrafficHeaders(
                        new HeaderChanges(
                            Sorted.map(Map.of("x-mesh", "shop")),
                            Sorted.map(Map.of()),
                            Sorted.set(List.of("x-old"))),
                        new HeaderChanges(
                            Sorted.map(Map.of()),
                            Sorted.map(Map.of("x-by", "100%%")),
                            Sorted.set(List.of()))),
                    new TrafficSticky(
                        TrafficSticky.By.COOKIE, "at", Optional.of(Duration.ofHours(1))))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "timout: 2s | there is no field 'spec.timout'; did you mean 'timeout'?",
        "timeout: 2 | spec.timeout is '2'; a time such as 250ms, 5s or 2m from 1ms to 1h is expected",
        "timeout: 2h | spec.timeout is '2h'",
        "split: [] | spec.split has 0 branches; 1 to 32 are allowed",
        "split: [{cluster: a, weight: 0}] | spec.split.weight is '0'; 1 to 100 are allowed",
        "split: [{cluster: a}] | spec.split.weight is missing",
        "split: [{cluster: A, weight: 1}] | spec.split.cluster 'A' is not an RFC 1123 label",
        "split: [{host: a, weight: 1}] | spec.split.host is 'a'; <namespace>/<name> is expected",
        "split: [{weight: 1}] | spec.split is to name exactly one of cluster and host",
        "split: [{cluster: a, weight: 1}, {cluster: a, weight: 2}] | has cluster a twice",
        "split: [{host: shop/cart, weight: 1}] | which is one of its own hosts",
        "mirror: {cluster: a, percent: 101} | spec.mirror.percent is '101'; 0.01 to 100",
        "retries: {on: [5xx]} | spec.retries.attempts is missing",
        "retries: {attempts: 11} | spec.retries.attempts is '11'; 0 to 10 are allowed",
        "retries: {attempts: 1, on: [often]} | spec.retries.on is 'often'; [5xx, cancelled",
        "retries: {attempts: 1, otherLocalities: maybe} | is 'maybe'; true or false is expected",
        "fault: {} | spec.fault has neither delay nor abort",
        "fault: {abort: {status: 99}} | spec.fault.abort.status is '99'; 200 to 599 are allowed",
        "headers: {} | spec.headers changes nothing",
        "headers: {request: {set: {Host: a}}} | 'Host' is no header name",
        "headers: {request: {set: {host: a}}} | 'host' belongs to the proxy",
        "headers: {response: {add: {x-a: '%REQ(a)%'}}} | has a single '%'",
        "sticky: {header: a, source: true} | exactly one of cookie, header, query and source",
        "sticky: {source: false} | spec.sticky.source is false; leave spec.sticky out instead",
        "sticky: {cookie: {name: a b}} | spec.sticky.cookie.name 'a b' is no name",
      })
  void saysWhatIsWrongAndWhere(String line, String problem) {
    RuleFiles.Content content = read("  hosts: [shop/cart]\n  " + line + "\n");

    assertThat(content.rules()).isEmpty();
    assertThat(content.problems())
        .extracting(Problem::toString)
        .anyMatch(found -> found.startsWith("rules.yaml:") && found.contains(problem));
  }

  @Test
  void aPolicyThatSendsToAnotherHostNamesItsOwnOneByOne() {
    assertThat(read("  hosts: [shop/*]\n  mirror: {host: shop/cart}\n").problems())
        .singleElement()
        .asString()
        .contains("so it must name its hosts one by one");
  }

  @Test
  void aPolicyWithoutPartsIsAProblem() {
    assertThat(read("  hosts: [shop/*]\n").problems())
        .singleElement()
        .asString()
        .contains("says nothing of its hosts' traffic");
  }

  private static RuleFiles.Content read(String spec) {
    return RuleFiles.some(Path.of("rules.yaml"))
        .parse(new TreeMap<>(Map.of(Path.of("rules.yaml"), HEAD + spec)), List.of());
  }
}
