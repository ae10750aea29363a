package dev.portolan.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.cli.hub.HubAddress;
import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.v1.DestinationTier;
import dev.portolan.v1.ExplainHostResponse;
import dev.portolan.v1.OriginExplanation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsulStoryTest {
  private static final String PODS = "kind: Service\n---\nkind: Pod\n";

  @TempDir private Path directory;
  private DemoRig rig;
  private DemoDirectory files;
  private Path manifest;
  private final FakeInstance instance = new FakeInstance();

  /** Clusters whose fake agents write nothing. */
  private final List<String> idle = new ArrayList<>();

  @BeforeEach
  void create() throws IOException {
    rig = new DemoRig(directory);
    Files.createDirectory(rig.example.resolve("east-1"));
    files = rig.prepared(directory.resolve("demo"));
    manifest = Files.writeString(directory.resolve("shipping.yaml"), PODS);
    rig.atPause = pause -> follow();
  }

  @AfterEach
  void close() {
    files.close();
  }

  @Test
  void tellsHowTheServiceMovesFromTheMachineIntoTheCluster() throws Exception {
    Path followed = story().tell(() -> {});

    String name = followed.getFileName().toString();
    assertThat(rig.out.toString().lines().filter(line -> line.matches("[0-9$ ].*")))
        .containsExactly(
            "  kind: VirtualMesh",
            "1. A virtual machine at 10.77.0.1:9080 is registered in Consul as shipping. 5 ms later the agents of",
            "  spec:",
            "  - 10.77.0.1",
            "$ portolan explain host bookinfo/shipping --in west-1 --hub 127.0.0.1:7070",
            "2. east-1 gets pods of shipping, too. 0 ms later the agent of east-2 has written:",
            "  --- " + name,
            "  +++ " + name,
            "  @@ -1,2 +1,3 @@",
            "   spec:",
            "   - 10.77.0.1",
            "  +- east-1",
            "$ portolan explain host bookinfo/shipping --in east-2 --hub 127.0.0.1:7070",
            "$ portolan explain host bookinfo/shipping --in west-1 --hub 127.0.0.1:7070",
            "3. The machine's check fails in Consul. 0 ms later the agent of east-2 has written:",
            "  --- " + name,
            "  +++ " + name,
            "  @@ -1,3 +1,2 @@",
            "   spec:",
            "  -- 10.77.0.1",
            "   - east-1",
            "$ portolan explain host bookinfo/shipping --in east-2 --hub 127.0.0.1:7070",
            "4. It passes again. 0 ms later the agent of east-2 has written what was there before.",
            "$ portolan explain host bookinfo/shipping --in east-2 --hub 127.0.0.1:7070",
            "5. The machine is deregistered. 0 ms later the agent of east-2 has written:",
            "  --- " + name,
            "  +++ " + name,
            "  @@ -1,3 +1,2 @@",
            "   spec:",
            "  -- 10.77.0.1",
            "   - east-1",
            "$ portolan explain host bookinfo/shipping --in east-2 --hub 127.0.0.1:7070");
    assertThat(instance.said).containsExactly("register", "fail", "pass", "deregister");
    assertThat(files.input("east-1").resolve("shipping.yaml")).hasContent(PODS);
  }

  @Test
  void aMeshThatIsNotReachedFailsByName() {
    idle.add("west-1");

    CommandException failure =
        catchThrowableOfType(CommandException.class, () -> story().tell(() -> {}));

    assertThat(failure.exitCode()).isEqualTo(ExitCode.TIMEOUT);
    assertThat(failure)
        .hasMessage(
            "after 30 s the agents of west-1 have not written shipping, which is registered in"
                + " Consul; see "
                + files.logs());
  }

  @Test
  void aProcessThatEndedEndsTheStory() {
    CommandException ended = new CommandException(ExitCode.FAILED, "consul ended");

    CommandException failure =
        catchThrowableOfType(
            CommandException.class,
            () ->
                story()
                    .tell(
                        () -> {
                          throw ended;
                        }));

    assertThat(failure).isSameAs(ended);
  }

  private ConsulStory story() {
    Narration narration =
        new Narration(
            rig.shell,
            HubAddress.DEFAULT,
            "bookinfo/shipping",
            files.logs(),
            this::answer,
            rig.patience);
    // The rules of the rig's example stand for those of the story.
    return new ConsulStory(files, manifest, instance, narration, rig.patience);
  }

  /** As the rules say: the machine first, and in west-1 the cluster alone once it is there. */
  private ExplainHostResponse answer(String host, String cluster) {
    List<String> order = new ArrayList<>();
    boolean moved = moved();
    if (instance.well && !(cluster.equals("west-1") && moved)) {
      order.add("consul-dc1");
    }
    if (moved) {
      order.add("east-1");
    }
    ExplainHostResponse.Builder answer = ExplainHostResponse.newBuilder();
    answer.getAgentBuilder().setUpToDate(true);
    for (String origin : order) {
      answer.addOrigins(
          OriginExplanation.newBuilder()
              .setOrigin(origin)
              .addTiers(DestinationTier.newBuilder().setTier(order.indexOf(origin))));
    }
    return answer.build();
  }

  private boolean moved() {
    return Files.exists(files.input("east-1").resolve("shipping.yaml"));
  }

  private void follow() {
    String spec =
        "spec:\n" + (instance.well ? "- 10.77.0.1\n" : "") + (moved() ? "- east-1\n" : "");
    for (String cluster : files.clusters()) {
      if (!idle.contains(cluster) && !spec.equals("spec:\n")) {
        try {
          Files.writeString(
              files.output(cluster).resolve("bookinfo.serviceentry.portolan-shipping-1.yaml"),
              spec);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static final class FakeInstance implements ConsulStory.Instance {
    final List<String> said = new ArrayList<>();
    boolean well;

    @Override
    public void register() {
      said.add("register");
      well = true;
    }

    @Override
    public void fail() {
      said.add("fail");
      well = false;
    }

    @Override
    public void pass() {
      said.add("pass");
      well = true;
    }

    @Override
    public void deregister() {
      said.add("deregister");
      well = false;
    }
  }
}
