package dev.portolan.it.apply;

import static dev.portolan.it.apply.Hosts.entry;
import static dev.portolan.it.apply.Hosts.host;
import static dev.portolan.it.apply.Hosts.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.it.peers.RealCluster;
import dev.portolan.it.peers.RealClusters;
import dev.portolan.it.peers.User;
import dev.portolan.translate.Marks;
import io.fabric8.istio.api.networking.v1.ServiceEntry;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code portolan agent uninstall}, as an administrator runs it. */
@RealClusters("apply-3")
@Timeout(180)
class UninstallIT {
  private RealCluster cluster;
  private String namespace;

  @BeforeEach
  void start(RealCluster cluster) {
    AgentRole.grant(cluster);
    this.cluster = cluster;
    this.namespace = cluster.newNamespace("shop");
  }

  @Test
  void removesExactlyWhatAgentsWroteAndNamesTheRest() throws Exception {
    try (WritingAgent agent = WritingAgent.start(cluster, namespace)) {
      agent.want(
          host(namespace, "cart", entry(namespace, "cart", "10.0.0.1"), rule(namespace, "cart")));
    }
    cluster.client().resource(unlabelled("theirs")).create();
    cluster.client().resource(entry(namespace, "copied", "10.0.0.1")).create();
    ServiceEntry kept = entry(namespace, "kept", "10.0.0.1");
    kept.getMetadata().getAnnotations().put(Marks.UNMANAGED, "true");
    cluster.client().resource(kept).create();

    String listed = run();
    assertThat(listed)
        .contains("ServiceEntry/" + namespace + "/cart\n")
        .contains("DestinationRule/" + namespace + "/cart\n")
        .contains("2 objects were written by agents")
        .contains("nothing was removed");
    assertThat(stands("cart")).isTrue();

    assertThat(run("--yes"))
        .contains("2 objects were removed")
        .contains("ServiceEntry/" + namespace + "/copied remains: it has our label, but no agent")
        .contains("ServiceEntry/" + namespace + "/kept remains: portolan.dev/unmanaged keeps it");
    assertThat(stands("cart")).isFalse();
    assertThat(
            Map.of("theirs", stands("theirs"), "copied", stands("copied"), "kept", stands("kept")))
        .doesNotContainValue(false);
  }

  private ServiceEntry unlabelled(String name) {
    ServiceEntry entry = entry(namespace, name, "10.0.0.1");
    entry.getMetadata().setLabels(null);
    return entry;
  }

  private boolean stands(String name) {
    return cluster.client().resource(entry(namespace, name)).get() != null;
  }

  private String run(String... flags) throws Exception {
    String[] arguments = new String[flags.length + 1];
    arguments[0] = "uninstall";
    System.arraycopy(flags, 0, arguments, 1, flags.length);
    Process process =
        new ProcessBuilder(AgentCommand.of(cluster, User.ADMIN, arguments))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
