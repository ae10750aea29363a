package dev.portolan.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Rule;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.rules.RuleFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleWatchTest {
  private static final String MESH =
      """
      apiVersion: portolan.dev/v1
      kind: VirtualMesh
      metadata: {name: bookinfo}
      spec: {members: [%s]}
      """;

  @TempDir Path directory;
  private final List<List<Rule>> taken = new ArrayList<>();
  private boolean refusing;
  private Path file = Path.of("unset");
  private RuleWatch watch = watch(List.of());

  @BeforeEach
  void startWithOneMember() throws Exception {
    file = Files.writeString(directory.resolve("mesh.yaml"), MESH.formatted("east-1"));
    watch = watch(RuleFiles.ofHub(file).read().rules());
  }

  @Test
  void takesUpAChangeOnce() throws Exception {
    watch.poll();
    Files.writeString(file, MESH.formatted("west-1"));
    watch.poll();
    watch.poll();

    assertThat(taken).hasSize(1);
    assertThat(((VirtualMesh) taken.get(0).get(0)).members()).hasToString("[west-1]");
  }

  @Test
  void whatIsBadOrEmptyOrGoneChangesNothing() throws Exception {
    Files.writeString(file, "kind: [");
    watch.poll();
    Files.writeString(file, "");
    watch.poll();
    Files.delete(file);
    watch.poll();
    assertThat(taken).isEmpty();

    Files.writeString(file, MESH.formatted("east-1"));
    watch.poll();
    assertThat(taken).isEmpty();
  }

  @Test
  void asksAgainWhenTheRegistryDidNotTakeIt() throws Exception {
    Files.writeString(file, MESH.formatted("west-1"));
    refusing = true;
    watch.poll();
    refusing = false;
    watch.poll();
    watch.poll();

    assertThat(taken).hasSize(2);
  }

  private RuleWatch watch(List<Rule> accepted) {
    return new RuleWatch(
        RuleFiles.ofHub(file),
        accepted,
        rules -> {
          taken.add(rules);
          return refusing
              ? CompletableFuture.failedFuture(new IllegalStateException("refused by the test"))
              : CompletableFuture.completedFuture(null);
        });
  }
}
