package dev.portolan.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.VirtualMesh;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VirtualMeshWatchTest {
  private static final String MESH =
      """
      apiVersion: portolan.dev/v1
      kind: VirtualMesh
      metadata: {name: bookinfo}
      spec: {members: [%s]}
      """;

  @TempDir Path directory;
  private final List<List<VirtualMesh>> taken = new ArrayList<>();
  private boolean refusing;
  private Path file = Path.of("unset");
  private VirtualMeshWatch watch = watch(List.of());

  @BeforeEach
  void startWithOneMember() throws Exception {
    file = Files.writeString(directory.resolve("mesh.yaml"), MESH.formatted("east-1"));
    watch = watch(new VirtualMeshFiles(file).read().meshes());
  }

  @Test
  void takesUpAChangeOnce() throws Exception {
    watch.poll();
    Files.writeString(file, MESH.formatted("west-1"));
    watch.poll();
    watch.poll();

    assertThat(taken).hasSize(1);
    assertThat(taken.get(0).get(0).members()).hasToString("[west-1]");
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

  private VirtualMeshWatch watch(List<VirtualMesh> accepted) {
    return new VirtualMeshWatch(
        new VirtualMeshFiles(file),
        accepted,
        meshes -> {
          taken.add(meshes);
          return refusing
              ? CompletableFuture.failedFuture(new IllegalStateException("refused by the test"))
              : CompletableFuture.completedFuture(null);
        });
  }
}
