package dev.portolan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterCommandTest {
  private final CommandRig rig = new CommandRig();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void releasesAClusterForWhichNobodyMayReport() {
    rig.hub.admin().frozen.add("east-1");

    assertThat(rig.run("cluster", "release", "east-1")).isZero();

    assertThat(rig.out()).contains("cluster east-1 is released");
    assertThat(rig.hub.admin().frozen).isEmpty();
  }

  @Test
  void aClusterThatNeedsNoDecisionIsNotFound() {
    assertThat(rig.run("cluster", "release", "east-1")).isEqualTo(3);

    assertThat(rig.err()).contains("no agent of 'east-1' is kept from reporting");
  }

  @Test
  void bindsANameToAnotherCluster() {
    assertThat(rig.run("cluster", "bind", "east-1", "--uid", "1b2c")).isZero();

    assertThat(rig.out()).contains("cluster east-1 is the one with uid 1b2c from now on");
    assertThat(rig.hub.admin().bound).isEqualTo(Map.of("east-1", "1b2c"));
  }

  @Test
  void aBindingNeedsAUid() {
    assertThat(rig.run("cluster", "bind", "east-1")).isEqualTo(2);

    assertThat(rig.hub.admin().bound).isEmpty();
  }
}
