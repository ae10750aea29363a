package dev.portolan.it.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {
  private static final Parts PARTS =
      Parts.parse("etcd\t/cache/etcd-1/etcd\nenvoy\t-\tpython3 not found\n");

  @Test
  void knowsWhereTheFilesAreThatAreThere() {
    assertThat(PARTS.path(Part.ETCD)).isEqualTo(Path.of("/cache/etcd-1/etcd"));
    assertThat(PARTS.whyNot(List.of(Part.ETCD))).isEmpty();
  }

  @Test
  void saysWhyOneIsMissing() {
    assertThat(PARTS.whyNot(List.of(Part.ETCD, Part.ENVOY))).hasValue("envoy: python3 not found");
  }

  @Test
  void everyFileThatTestsAskForIsOneThatTheScriptLists() {
    Parts here = Parts.onThisMachine();

    for (Part part : Part.values()) {
      assertThat(here.paths().containsKey(part.fileName()))
          .as(part.fileName())
          .isNotEqualTo(here.reasons().containsKey(part.fileName()));
    }
  }
}
