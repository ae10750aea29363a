package dev.portolan.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.ExportRules;
import dev.portolan.registry.ExportSelector;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.HostMode;
import dev.portolan.registry.HostRules;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PartitionRule;
import dev.portolan.registry.PartitionRules;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.settings.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleFilesTest {
  private static final String GOOD =
      """
      apiVersion: portolan.dev/v1
      kind: VirtualMesh
      metadata:
        name: %s
      spec:
        members: [west-1, east-1]
        exports:
          namespaces: ["*"]
      """;

  @TempDir Path directory;

  @Test
  void readsWhatIsExportedAndImported() throws Exception {
    RuleFiles.Content content =
        RuleFiles.some(
                Files.writeString(
                    directory.resolve("exchange.yaml"),
                    """
                    apiVersion: portolan.dev/v1
                    kind: VirtualMesh
                    metadata: {name: shop}
                    spec:
                      members: [east-1, west-1]
                      exports:
                        services:
                        - {namespaces: [shop], names: ["c*"], labels: {tier: front}, origins: [east-1]}
                        optIn: [label, annotation, serviceExport]
                      imports:
                      - {member: west-1, namespaces: [shop, web]}
                      - {member: east-1, namespaces: []}
                    """))
            .read();

    assertThat(content.problems()).isEmpty();
    VirtualMesh mesh = (VirtualMesh) content.rules().get(0);
    assertThat(mesh.exports())
        .isEqualTo(
            new ExportRules(
                Sorted.set(List.of()),
                List.of(
                    new ExportSelector(
                        Sorted.set(List.of("shop")),
                        Sorted.set(List.of("c*")),
                        Sorted.map(Map.of("tier", "front")),
                        new TreeSet<>(List.of(new OriginId("east-1"))))),
                new TreeSet<>(
                    List.of(
                        ExportRules.OptIn.LABEL,
                        ExportRules.OptIn.ANNOTATION,
                        ExportRules.OptIn.SERVICE_EXPORT))));
    assertThat(mesh.imports().namespaces())
        .containsExactly(
            Map.entry(new OriginId("east-1"), Sorted.set(List.of())),
            Map.entry(new OriginId("west-1"), Sorted.set(List.of("shop", "web"))));
  }

  @Test
  void namesWhatIsWrongWithExportsAndImports() throws Exception {
    RuleFiles.Content content =
        RuleFiles.some(
                Files.writeString(
                    directory.resolve("exchange.yaml"),
                    """
                    apiVersion: portolan.dev/v1
                    kind: VirtualMesh
                    metadata: {name: shop}
                    spec:
                      members: [east-1, west-1]
                      exports:
                        services:
                        - {}
                        - {names: ["Cart"]}
                        - {labels: {tier: "?"}}
                        - {origins: []}
                        - {name: cart}
                        optIn: [annotation-of-mine]
                      imports:
                      - {member: west-1, namespaces: [Shop]}
                      - {member: west-1, namespaces: []}
                      - {namespaces: []}
                    """))
            .read();

    assertThat(content.problems())
        .extracting(Problem::toString)
        .satisfiesExactlyInAnyOrder(
            text -> assertThat(text).contains(":8:", "an entry that says nothing"),
            text -> assertThat(text).contains(":9:", "spec.exports.services.names 'Cart'"),
            text -> assertThat(text).contains(":10:", "spec.exports.services.labels '?'"),
            text -> assertThat(text).contains(":11:", "origins has 0 entries"),
            text -> assertThat(text).contains(":12:", "no field 'spec.exports.services.name'"),
            text -> assertThat(text).contains(":12:", "an entry that says nothing"),
            text ->
                assertThat(text)
                    .contains(":13:", "'annotation-of-mine'", "[label, annotation, serviceExport]"),
            text -> assertThat(text).contains(":15:", "spec.imports.namespaces 'Shop'"),
            text -> assertThat(text).contains(":16:", "west-1 twice"),
            text -> assertThat(text).contains(":17:", "spec.imports.member is missing"));
  }

  @Test
  void readsSeveralDocuments() throws Exception {
    Path file = write("mesh.yaml", GOOD.formatted("one") + "---\n" + GOOD.formatted("two"));

    RuleFiles.Content content = RuleFiles.ofHub(file).read();

    assertThat(content.problems()).isEmpty();
    assertThat(meshes(content)).extracting(mesh -> mesh.key().name()).containsExactly("one", "two");
    VirtualMesh first = meshes(content).get(0);
    assertThat(first.members()).containsExactly(new OriginId("east-1"), new OriginId("west-1"));
    assertThat(first.suffix()).isEqualTo(VirtualMesh.DEFAULT_SUFFIX);
    assertThat(first.exports().namespaces()).containsExactly("*");
  }

  @Test
  void readsADirectoryAndLeavesOtherFilesAside() throws Exception {
    write("a.yaml", GOOD.formatted("one"));
    write("b.yml", GOOD.formatted("two"));
    write("notes.txt", "not yaml: [");

    RuleFiles.Content content = RuleFiles.ofHub(directory).read();

    assertThat(content.problems()).isEmpty();
    assertThat(meshes(content)).hasSize(2);
  }

  @Test
  void readsRulesForMembersThatAreLost() throws Exception {
    Path file =
        write(
            "mesh.yaml",
            GOOD.formatted("one")
                + """
                  partition:
                    rule: demote
                    grace: 2m
                    services:
                    - {service: shop/cart, rule: withdraw}
                    - {service: shop/stock, rule: keep}
                """);

    RuleFiles.Content content = RuleFiles.ofHub(file).read();

    assertThat(content.problems()).isEmpty();
    assertThat(meshes(content).get(0).partition())
        .isEqualTo(
            new PartitionRules(
                new PartitionRule(PartitionRule.Action.DEMOTE, Duration.ofMinutes(2)),
                Sorted.map(
                    Map.of(
                        new HostKey("shop", "cart"),
                        new PartitionRule(
                            PartitionRule.Action.WITHDRAW, PartitionRule.DEFAULT_GRACE),
                        new HostKey("shop", "stock"),
                        PartitionRule.KEEP))));
  }

  @Test
  void namesWhatIsWrongWithRulesForMembersThatAreLost() throws Exception {
    Path file =
        write(
            "mesh.yaml",
            GOOD.formatted("one")
                + """
                  partition:
                    rule: wihdraw
                    grace: 2 minutes
                    services:
                    - {service: cart, rule: demote, grace: 200h}
                """);

    assertThat(RuleFiles.ofHub(file).read().problems())
        .extracting(Problem::toString)
        .satisfiesExactly(
            rule -> assertThat(rule).contains(":10", "'wihdraw'", "[keep, demote, withdraw]"),
            grace -> assertThat(grace).contains(":11", "spec.partition.grace", "90s, 10m or 2h"),
            host -> assertThat(host).contains(":13", "<namespace>/<name>"),
            longest -> assertThat(longest).contains(":13", "'200h'", "168h"));
  }

  @Test
  void namesEveryProblemWithItsLine() throws Exception {
    Path file =
        write(
            "mesh.yaml",
            """
            apiVersion: portolan.dev/v1
            kind: VirtualMesh
            metadata:
              name: Not_A_Label
            spec:
              membres: [east-1]
              suffix: "-"
              exports:
                namespaces: [good, Bad]
            ---
            apiVersion: portolan.dev/v2
            kind: VirtualMesch
            """);

    assertThat(RuleFiles.ofHub(file).read().problems())
        .extracting(Problem::toString)
        .satisfiesExactly(
            text -> assertThat(text).startsWith(file + ":4: metadata.name"),
            text -> assertThat(text).startsWith(file + ":6:").contains("did you mean 'members'?"),
            text -> assertThat(text).startsWith(file + ":6: spec.members is missing"),
            text -> assertThat(text).startsWith(file + ":6: spec.members has 0 members"),
            text -> assertThat(text).startsWith(file + ":7: spec.suffix"),
            text -> assertThat(text).startsWith(file + ":9: spec.exports.namespaces 'Bad'"),
            text -> assertThat(text).startsWith(file + ":11: apiVersion is 'portolan.dev/v2'"),
            text -> assertThat(text).startsWith(file + ":12: kind is 'VirtualMesch'"));
  }

  @Test
  void readsHowHostsAreWritten() throws Exception {
    String text = GOOD.formatted("one") + "  hosts: {maxEndpoints: 250, overflow: aggregate}\n";

    assertThat(meshes(RuleFiles.ofHub(write("a.yaml", text)).read()))
        .extracting(VirtualMesh::hosts)
        .containsExactly(new HostRules(250, HostRules.Overflow.AGGREGATE));
    assertThat(meshes(RuleFiles.ofHub(write("a.yaml", GOOD.formatted("one"))).read()))
        .extracting(VirtualMesh::hosts)
        .containsExactly(HostRules.DEFAULT);
  }

  @Test
  void readsModesAndTheirExceptions() throws Exception {
    String text =
        GOOD.formatted("one")
            + "  hosts:\n"
            + "    mode: replica\n"
            + "    missingNamespace: create\n"
            + "    services:\n"
            + "    - {service: shop/cart, mode: merge}\n";

    HostRules hosts = meshes(RuleFiles.ofHub(write("a.yaml", text)).read()).get(0).hosts();

    assertThat(hosts.modeOf(new HostKey("shop", "cart"))).isEqualTo(HostMode.MERGE);
    assertThat(hosts.modeOf(new HostKey("shop", "stock"))).isEqualTo(HostMode.REPLICA);
    assertThat(hosts.missingNamespace()).isEqualTo(HostRules.MissingNamespace.CREATE);
  }

  @Test
  void namesWhatIsWrongWithExceptions() throws Exception {
    String bad =
        "  hosts: {services: [{service: cart, mode: merge}, {service: a/b, mode: mergee}, {service: a/b, mode: merge}]}\n";

    assertThat(RuleFiles.ofHub(write("a.yaml", GOOD.formatted("one") + bad)).read().problems())
        .extracting(Problem::toString)
        .satisfiesExactly(
            text -> assertThat(text).contains("'cart'; <namespace>/<name> is expected"),
            text -> assertThat(text).contains("'mergee' is not known").contains("replica, merge"),
            text -> assertThat(text).contains("has a/b twice"));
  }

  @Test
  void namesWhatIsWrongWithTheRulesForHosts() throws Exception {
    Path file =
        write(
            "a.yaml",
            GOOD.formatted("one") + "  hosts:\n    maxEndpoints: 4001\n    overflow: unknown\n");

    assertThat(RuleFiles.ofHub(file).read().problems())
        .extracting(Problem::toString)
        .satisfiesExactly(
            text -> assertThat(text).contains("spec.hosts.maxEndpoints is '4001'"),
            text -> assertThat(text).contains("it can be one of [shard, aggregate]"));
  }

  @Test
  void namesTheLineOfBadSyntaxAndASecondMeshOfOneName() throws Exception {
    Path bad = write("a.yaml", "apiVersion: [\n");
    write("b.yaml", GOOD.formatted("one"));
    write("c.yaml", GOOD.formatted("one"));

    assertThat(RuleFiles.ofHub(directory).read().problems())
        .extracting(Problem::toString)
        .satisfiesExactly(
            text -> assertThat(text).startsWith(bad + ":2: is not valid YAML"),
            text -> assertThat(text).contains("virtual mesh 'one' is in"));
  }

  @Test
  void takesAnEmptyPlaceForAMistake() throws Exception {
    assertThat(RuleFiles.ofHub(directory).read().problems()).hasSize(1);
    assertThat(RuleFiles.ofHub(write("e.yaml", "")).read().problems()).hasSize(1);
    assertThat(RuleFiles.ofHub(directory.resolve("gone")).read().problems()).hasSize(1);
  }

  private static List<VirtualMesh> meshes(RuleFiles.Content content) {
    return content.rules().stream().map(VirtualMesh.class::cast).toList();
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(directory.resolve(name), text);
  }
}
