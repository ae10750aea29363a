package dev.portolan.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.AccessCaller;
import dev.portolan.registry.AccessGrant;
import dev.portolan.registry.AccessPolicy;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.VirtualMeshKey;
import dev.portolan.settings.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessPolicyDocumentTest {
  private static final String HEAD =
      """
      apiVersion: portolan.dev/v1
      kind: AccessPolicy
      metadata: {name: callers}
      spec:
        virtualMesh: shop
      """;

  @Test
  void readsAllOfAPolicy() {
    RuleFiles.Content content =
        read(
            """
              hosts: [shop/cart]
              allow:
              - from:
                - {cluster: west-1, namespace: web, serviceAccount: front}
                - {namespace: batch}
                ports: [9080]
                methods: [GET]
                paths: [/cart/*]
              - from: [{cluster: "*"}]
            """);

    assertThat(content.problems()).isEmpty();
    assertThat(content.rules())
        .containsExactly(
            new AccessPolicy(
                PolicyKey.access("callers"),
                new VirtualMeshKey("shop"),
                List.of(new HostSelector("shop", "cart")),
                List.of(
                    AccessGrant.of(
                        List.of(
                            new AccessCaller(
                                Optional.of(new OriginId("west-1")),
                                Optional.of("web"),
                                Optional.of("front")),
                            new AccessCaller(
                                Optional.empty(), Optional.of("batch"), Optional.empty())),
                        List.of(9080),
                        List.of("GET"),
                        List.of("/cart/*")),
                    AccessGrant.of(
                        List.of(
                            new AccessCaller(
                                Optional.empty(), Optional.empty(), Optional.empty()))))));
  }

  @Test
  void anEmptySequenceLetsNobodyIn() {
    RuleFiles.Content content = read("  hosts: [shop/cart]\n  allow: []\n");

    assertThat(content.problems()).isEmpty();
    assertThat(content.rules())
        .singleElement()
        .satisfies(rule -> assertThat(((AccessPolicy) rule).allow()).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          allwo: []                                                | no field 'spec.allwo'; did you mean 'allow'
          hosts: [a/b]                                             | spec.allow is missing; an empty sequence lets nobody in
          allow: [{ports: [80]}]                                   | spec.allow.from has 0 callers; 1 to 64
          allow: [{from: []}]                                      | {cluster: '*'} is every member
          allow: [{from: [{}]}]                                    | neither cluster nor namespace
          allow: [{from: [{serviceAccount: x}]}]                   | neither cluster nor namespace
          allow: [{from: [{cluster: a, serviceAccount: x}]}]       | serviceAccount needs a namespace
          allow: [{from: [{cluster: A}]}]                          | spec.allow.from.cluster 'A' is not
          allow: [{from: [{namespace: "*"}]}]                      | spec.allow.from.namespace '*' is not
          allow: [{from: [{clusters: a}]}]                         | no field 'spec.allow.from.clusters'; did you mean 'cluster'
          allow: [{from: [{cluster: a}, {cluster: a}]}]            | spec.allow.from has a/*/* twice
          allow: [{from: [{cluster: a}], ports: [http]}]           | spec.allow.ports is 'http'; a port is 1 to 65535
          allow: [{from: [{cluster: a}], ports: [65536]}]          | spec.allow.ports is 65536
          allow: [{from: [{cluster: a}], ports: []}]               | spec.allow.ports has 0 entries; 1 to 100 are allowed, without it all are
          allow: [{from: [{cluster: a}], methods: [get]}]          | spec.allow.methods is 'get'; a method such as GET
          allow: [{from: [{cluster: a}], paths: [cart]}]           | spec.allow.paths is 'cart'; a path such as /cart
          allow: [{from: [{cluster: a}], paths: ["/a*/b"]}]        | spec.allow.paths is '/a*/b'
          allow: {from: [{cluster: a}]}                            | spec.allow is to be a sequence
          """)
  void saysWhatIsWrong(String line, String problem) {
    RuleFiles.Content content =
        read((line.startsWith("hosts") ? "" : "  hosts: [shop/cart]\n") + "  " + line + "\n");

    assertThat(content.rules()).isEmpty();
    assertThat(content.problems())
        .extracting(Problem::toString)
        .anySatisfy(text -> assertThat(text).contains(problem));
  }

  @Test
  void tooManyCallersInAllGrantsAreRefused() {
    StringBuilder text = new StringBuilder("  hosts: [shop/cart]\n  allow:\n");
    for (int grant = 0; grant < 8; grant++) {
      text.append("  - from:\n");
      for (int i = 0; i < 64; i++) {
        text.append("    - {cluster: c").append(i).append("}\n");
      }
    }

    assertThat(read(text.toString()).problems())
        .extracting(Problem::toString)
        .anySatisfy(line -> assertThat(line).contains("lets in 512 callers", "at most 500"));
  }

  private static RuleFiles.Content read(String spec) {
    Path file = Path.of("rules.yaml");
    return RuleFiles.some(file).parse(new TreeMap<>(Map.of(file, HEAD + spec)), List.of());
  }
}
