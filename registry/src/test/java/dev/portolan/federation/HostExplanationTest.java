package dev.portolan.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.federation.OriginFate.Fate;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Resource;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.VirtualMesh;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What became of every origin, in all the cases of which the plans are written down. */
class HostExplanationTest {
  private static final GoldenDirectory CASES =
      new GoldenDirectory(Path.of("src/test/resources/federation"));
  private static final GoldenDirectory FATES =
      new GoldenDirectory(Path.of("src/test/resources/explanation"));

  @Test
  void saysOfEveryOriginWhatBecameOfIt() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String name : CASES.cases()) {
      GoldenCase view = view(name);
      for (OriginId cluster : view.surroundings().keySet()) {
        explain(view, cluster)
            .origins()
            .forEach(fate -> lines.add("%s in %s: %s".formatted(name, cluster, words(fate))));
      }
    }
    FATES.verify(".", "fates.txt", String.join("\n", lines) + "\n");
  }

  @Test
  void decidesAsThePlannerDoes() throws IOException {
    for (String name : CASES.cases()) {
      GoldenCase view = view(name);
      for (OriginId cluster : view.surroundings().keySet()) {
        assertThat(explain(view, cluster).decision())
            .as("%s in %s", name, cluster)
            .isEqualTo(view.plan(cluster));
      }
    }
  }

  @Test
  void knowsEveryFate() throws IOException {
    Set<Fate> seen = EnumSet.noneOf(Fate.class);
    for (String name : CASES.cases()) {
      GoldenCase view = view(name);
      for (OriginId cluster : view.surroundings().keySet()) {
        explain(view, cluster).origins().forEach(fate -> seen.add(fate.fate()));
      }
    }
    assertThat(EnumSet.complementOf(EnumSet.copyOf(seen))).isEmpty();
  }

  @Test
  void saysThatTheNamespaceIsNotExported() throws IOException {
    GoldenCase view = view("flat-two-clusters");
    List<Resource> records = new ArrayList<>(view.records());
    records.replaceAll(
        record ->
            record instanceof VirtualMesh mesh
                ? new VirtualMesh(
                    mesh.key(), mesh.members(), mesh.suffix(), Sorted.set(Set.of("other")))
                : record);

    for (OriginId cluster : view.surroundings().keySet()) {
      assertThat(
              explain(new GoldenCase(records, view.host(), view.surroundings()), cluster).origins())
          .isNotEmpty()
          .extracting(OriginFate::fate)
          .containsOnly(Fate.NOT_EXPORTED);
    }
  }

  private static GoldenCase view(String name) throws IOException {
    return ViewYaml.read(CASES.root().resolve(name).resolve("in.yaml"));
  }

  /** From the hub's registry, which holds more than the cluster is shown. */
  private static HostExplanation explain(GoldenCase view, OriginId cluster) {
    RegistrySnapshot all = GoldenCase.snapshot(view.records());
    return HostExplanation.of(
        all, cluster, view.surroundings().getOrDefault(cluster, Surroundings.NONE), view.host());
  }

  private static String words(OriginFate fate) {
    String tiers =
        fate.destinations().stream()
            .map(each -> "tier %d".formatted(each.tier()))
            .distinct()
            .collect(Collectors.joining(", "));
    return "%s %s%s"
        .formatted(fate.origin(), fate.fate(), tiers.isEmpty() ? "" : " (" + tiers + ")");
  }
}
