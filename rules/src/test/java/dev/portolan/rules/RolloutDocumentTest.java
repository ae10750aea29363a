package dev.portolan.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.Policy;
import dev.portolan.registry.Rollout;
import dev.portolan.settings.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutDocumentTest {
  private static final String HEAD =
      """
      apiVersion: portolan.dev/v1
      kind: VirtualMesh
      metadata: {name: shop}
      spec: {members: [east-1]}
      ---
      apiVersion: portolan.dev/v1
      kind: TrafficPolicy
      metadata: {name: canary}
      spec:
        virtualMesh: shop
        hosts: [shop/cart]
        timeout: 3s
      """;

  @TempDir Path directory;

  @Test
  void readsWavesInTheirOrderWithTheirTimes() throws IOException {
    assertThat(
            rollout(
                "{waves: [{clusters: [west-1, east-1]}, {clusters: [east-2]}], soak: 0s, deadline: 2h}"))
        .isEqualTo(
            Rollout.of(
                List.of(
                    new TreeSet<>(Set.of(new OriginId("east-1"), new OriginId("west-1"))),
                    new TreeSet<>(Set.of(new OriginId("east-2")))),
                Duration.ZERO,
                Duration.ofHours(2)));
  }

  @Test
  void whatIsLeftOutHasTheUsualValues() throws IOException {
    Rollout rollout = rollout("{waves: [{clusters: [east-1]}]}");

    assertThat(rollout.soak()).isEqualTo(Duration.ofMinutes(1));
    assertThat(rollout.deadline()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void namesEveryProblem() throws IOException {
    assertThat(problems("{soak: 1m}"))
        .containsExactly("spec.rollout.waves is missing; a rollout has at least one wave");
    assertThat(problems("{waves: []}"))
        .containsExactly("spec.rollout.waves is empty; a rollout has at least one wave");
    assertThat(problems("{waves: [{clusters: [east-1]}, {clusters: [east-1]}]}"))
        .containsExactly("spec.rollout names east-1 twice");
    assertThat(problems("{waves: [{clusters: []}]}"))
        .containsExactly("spec.rollout has a wave of 0 clusters; 1 to 1000");
    assertThat(
            problems(
                "{waves: [{clusters: [East, east-1, east-1]}, {cluster: [a]}], soak: 1500ms, deadline: 0s}"))
        .satisfiesExactlyInAnyOrder(
            text -> assertThat(text).contains("spec.rollout.waves.clusters 'East'"),
            text -> assertThat(text).isEqualTo("spec.rollout.waves.clusters has east-1 twice"),
            text -> assertThat(text).contains("'spec.rollout.waves.cluster'", "clusters"),
            text -> assertThat(text).isEqualTo("spec.rollout.waves.clusters is missing"),
            text -> assertThat(text).contains("spec.rollout.soak is '1500ms'", "from 0s to 24h"),
            text -> assertThat(text).contains("spec.rollout.deadline is '0s'", "from 1s to 24h"));
  }

  private Rollout rollout(String text) throws IOException {
    RuleFiles.Content content = read(text);
    assertThat(content.problems()).isEmpty();
    return ((Policy) content.rules().get(1)).rollout();
  }

  private List<String> problems(String text) throws IOException {
    return read(text).problems().stream().map(Problem::description).toList();
  }

  private RuleFiles.Content read(String text) throws IOException {
    Path file = directory.resolve("rules.yaml");
    Files.writeString(file, HEAD + "  rollout: " + text + "\n");
    return RuleFiles.some(file).read();
  }
}
