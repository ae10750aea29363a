package dev.portolan.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.Rule;
import dev.portolan.rules.RuleFiles;
import dev.portolan.v1.AdminServiceGrpc;
import dev.portolan.v1.AdminServiceGrpc.AdminServiceBlockingStub;
import dev.portolan.v1.ChangeRulesRequest;
import dev.portolan.v1.ClusterPreview;
import dev.portolan.v1.ObjectPreview;
import dev.portolan.v1.PreviewRequest;
import dev.portolan.v1.PreviewResponse;
import dev.portolan.v1.RuleChange;
import dev.portolan.wire.RuleCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a preview says is what agents then write, in every cluster, object by object. */
@Timeout(240)
class PreviewIT {
  private static final List<String> CLUSTERS = List.of("east-1", "east-2", "west-1");
  private static final YAMLMapper YAML = new YAMLMapper();

  @TempDir private Path directory;
  private @Nullable InProcess parts;

  @AfterEach
  void stop() throws Exception {
    if (parts != null) {
      parts.close();
    }
  }

  @Test
  void agentsWriteWhatWasPreviewed() throws Exception {
    InProcess federation = InProcess.withAgents(directory, CLUSTERS);
    parts = federation;
    List<RuleChange> changes = changes();
    await()
        .atMost(30, TimeUnit.SECONDS)
        .until(
            () ->
                previewed(PreviewRequest.newBuilder().addAllChanges(changes).build()).stream()
                    .noneMatch(answer -> answer.getCluster().getSurroundingsAssumed()));

    Map<String, SortedMap<String, JsonNode>> now = standing(federation);
    List<PreviewResponse> preview =
        previewed(PreviewRequest.newBuilder().addAllChanges(changes).setShow(true).build());
    assertThat(standing(federation)).as("a preview changes nothing").isEqualTo(now);
    Map<String, SortedMap<String, JsonNode>> expected = after(now, preview);
    assertThat(expected).isNotEqualTo(now);

    admin().changeRules(ChangeRulesRequest.newBuilder().addAllChanges(changes).build());

    await()
        .atMost(60, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(standing(federation)).isEqualTo(expected));
    assertThat(preview.stream().filter(PreviewResponse::hasCluster))
        .extracting(PreviewResponse::getCluster)
        .allSatisfy(cluster -> assertThat(cluster.getSurroundingsAssumed()).isFalse())
        .extracting(ClusterPreview::getCluster)
        .containsExactlyElementsOf(CLUSTERS);
    assertThat(previewed(PreviewRequest.newBuilder().addAllChanges(changes).build()))
        .as("what is in force already changes nothing")
        .noneMatch(PreviewResponse::hasHost);
  }

  /** A failover policy, requests treated otherwise, and other modes of some hosts. */
  private List<RuleChange> changes() throws IOException {
    Path rules = Files.createDirectories(directory.resolve("rules"));
    Files.writeString(
        rules.resolve("rules.yaml"),
        """
        apiVersion: portolan.dev/v1
        kind: VirtualMesh
        metadata: {name: bookinfo}
        spec:
          members: [east-1, east-2, west-1]
          exports: {namespaces: [bookinfo]}
          hosts:
            services:
            - {service: bookinfo/details, mode: merge}
            - {service: bookinfo/ratings, mode: replica}
        ---
        apiVersion: portolan.dev/v1
        kind: FailoverPolicy
        metadata: {name: west-first}
        spec:
          virtualMesh: bookinfo
          hosts: [bookinfo/reviews]
          tiers: [{clusters: [west-1]}, {clusters: [east-1, east-2]}]
        ---
        apiVersion: portolan.dev/v1
        kind: TrafficPolicy
        metadata: {name: patient}
        spec:
          virtualMesh: bookinfo
          hosts: ["bookinfo/*"]
          timeout: 3s
        ---
        apiVersion: portolan.dev/v1
        kind: AccessPolicy
        metadata: {name: pages-only}
        spec:
          virtualMesh: bookinfo
          hosts: [bookinfo/reviews]
          allow:
          - from: [{namespace: bookinfo, serviceAccount: bookinfo-productpage}]
            methods: [GET]
        """);
    RuleFiles.Content content = RuleFiles.some(rules).read();
    assertThat(content.problems()).isEmpty();
    List<RuleChange> changes = new ArrayList<>();
    for (Rule rule : content.rules()) {
      changes.add(RuleChange.newBuilder().setPut(RuleCodec.encode(Recorded.local(rule))).build());
    }
    return changes;
  }

  private List<PreviewResponse> previewed(PreviewRequest request) {
    List<PreviewResponse> answers = new ArrayList<>();
    admin().preview(request).forEachRemaining(answers::add);
    assertThat(answers.get(answers.size() - 1).hasRevision()).isTrue();
    return answers;
  }

  private AdminServiceBlockingStub admin() {
    return AdminServiceGrpc.newBlockingStub(requireNonNull(parts, "a federation").channel())
        .withDeadlineAfter(60, TimeUnit.SECONDS);
  }

  /** What stands with the changes of a preview, each of which begins with what stands. */
  private static Map<String, SortedMap<String, JsonNode>> after(
      Map<String, SortedMap<String, JsonNode>> now, List<PreviewResponse> preview)
      throws JsonProcessingException {
    Map<String, SortedMap<String, JsonNode>> after = new TreeMap<>();
    now.forEach((cluster, objects) -> after.put(cluster, new TreeMap<>(objects)));
    for (PreviewResponse answer : preview) {
      SortedMap<String, JsonNode> objects =
          after.getOrDefault(answer.getHost().getCluster(), new TreeMap<>());
      for (ObjectPreview object : answer.getHost().getObjectsList()) {
        String place =
            "%s/%s/%s".formatted(object.getKind(), object.getNamespace(), object.getName());
        JsonNode before = objects.remove(place);
        assertThat(before)
            .as("%s in %s", place, answer.getHost().getCluster())
            .isEqualTo(object.getBefore().isEmpty() ? null : said(object.getBefore()));
        if (!object.getAfter().isEmpty()) {
          objects.put(place, said(object.getAfter()));
        }
      }
    }
    return after;
  }

  private static Map<String, SortedMap<String, JsonNode>> standing(InProcess federation)
      throws JsonProcessingException {
    Map<String, SortedMap<String, JsonNode>> standing = new TreeMap<>();
    for (String cluster : CLUSTERS) {
      SortedMap<String, JsonNode> objects = new TreeMap<>();
      for (String text : federation.objects(cluster).values()) {
        JsonNode object = YAML.readTree(text);
        objects.put(
            "%s/%s/%s"
                .formatted(
                    object.path("kind").asText(),
                    object.path("metadata").path("namespace").asText(),
                    object.path("metadata").path("name").asText()),
            said(text));
      }
      standing.put(cluster, objects);
    }
    return standing;
  }

  /** An object without its notes on how it came about. */
  private static JsonNode said(String text) throws JsonProcessingException {
    JsonNode object = YAML.readTree(text);
    ((ObjectNode) object.path("metadata")).remove("annotations");
    return object;
  }
}
