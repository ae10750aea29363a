package dev.portolan.agent.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.registry.OriginId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
  private static final OriginId EAST = new OriginId("east-1");

  @TempDir Path root;

  @Test
  void belongsToOneAgentAtATime() {
    StateDirectory first = StateDirectory.claim(root, EAST);

    assertThatThrownBy(() -> StateDirectory.claim(root, EAST))
        .isInstanceOf(StateException.class)
        .hasMessageContaining(root.resolve("east-1").toString())
        .hasMessageContaining("in use by another agent")
        .hasMessageContaining("--state-directory");

    first.close();
    StateDirectory.claim(root, EAST).close();
  }

  @Test
  void agentsOfDifferentClustersShareARoot() {
    StateDirectory east = StateDirectory.claim(root, EAST);
    StateDirectory west = StateDirectory.claim(root, new OriginId("west-1"));

    assertThat(east.journal()).isNotEqualTo(west.journal());
    east.close();
    west.close();
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.createFile(root.resolve("file"));

    assertThatThrownBy(() -> StateDirectory.claim(file, EAST))
        .isInstanceOf(StateException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("writable");
  }
}
