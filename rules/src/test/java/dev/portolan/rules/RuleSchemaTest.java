package dev.portolan.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.registry.Rule;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class RuleSchemaTest {
  private static final SchemaCheck SCHEMA = new SchemaCheck(RuleSchema.tree());

  @Test
  void everyExampleFits() throws IOException {
    List<Object> documents = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("../examples/rules"))) {
      for (Path file : files.toList()) {
        yaml()
            .loadAll(new StringReader(Files.readString(file)))
            .forEach(document -> documents.add(named(document)));
      }
    }

    assertThat(documents)
        .hasSizeGreaterThan(3)
        .allSatisfy(it -> assertThat(SCHEMA.fits(it)).isTrue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "members: [east-1], suffixes: x",
        "members: []",
        "members: [East]",
        "members: [a], hosts: {mode: other}",
        "members: [a], hosts: {maxEndpoints: 0}",
        "members: [a], exports: {services: [{}]}",
        "members: [a], exports: {optIn: [service_export]}",
        "members: [a], imports: [{member: a}]",
        "members: [a], partition: {grace: 1d}",
        "suffix: a.b"
      })
  void whatTheReaderRefusesDoesNotFitEither(String spec) {
    Object document = document("VirtualMesh", spec);

    assertThat(SCHEMA.fits(document)).isFalse();
    assertThat(read(document)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tiers: []",
        "rest: last",
        "tiers: [{near: cluster, regions: [a]}]",
        "tiers: [{weighted: [{cluster: a, weight: 101}]}]",
        "partition: {grace: 1m}",
        "tiers: [{near: any}], outlierDetection: {interval: often}"
      })
  void noMoreDoesAPolicyThatTheReaderRefuses(String spec) {
    Object document = document("FailoverPolicy", "virtualMesh: m, hosts: [a/b], " + spec);

    assertThat(SCHEMA.fits(document)).isFalse();
    assertThat(read(document)).isEmpty();
  }

  @Test
  void theKindDecidesWhichFieldsThereAre() {
    String spec = "virtualMesh: m, hosts: ['*'], timeout: 5s";

    assertThat(SCHEMA.fits(document("TrafficPolicy", spec))).isTrue();
    assertThat(SCHEMA.fits(document("FailoverPolicy", spec))).isFalse();
    assertThat(SCHEMA.fits(document("Policy", spec))).isFalse();
  }

  /** What a field is to be is in one table, and that its fields are the reader's is asked there. */
  @Test
  void aFieldThatIsNotTypedIsNoticed() {
    assertThatThrownBy(
            () -> SchemaTypes.mapping(Set.of("a", "b"), Map.of("a", SchemaTypes.label())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("[a, b]");
  }

  private static Object document(String kind, String spec) {
    return yaml()
        .load(
            "{apiVersion: portolan.dev/v1, kind: %s, metadata: {name: a}, spec: {%s}}"
                .formatted(kind, spec));
  }

  private static List<Rule> read(Object document) {
    Path file = Path.of("rule.yaml");
    RuleFiles.Content content =
        RuleFiles.some(file)
            .parse(new TreeMap<>(Map.of(file, new Yaml().dump(document))), List.of());
    return content.problems().isEmpty() ? content.rules() : List.of();
  }

  // The parser here takes 'on' for true, as YAML 1.1 has it; editors read YAML 1.2.
  private static Object named(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(RuleSchemaTest::named).toList();
    }
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    Map<Object, Object> named = new TreeMap<>();
    map.forEach((key, field) -> named.put(key.equals(true) ? "on" : key, named(field)));
    return named;
  }

  private static Yaml yaml() {
    return new Yaml(new SafeConstructor(new LoaderOptions()));
  }
}
