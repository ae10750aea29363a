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

class FailoverStoryTest {
  private static final String PODS = "kind: Service\n---\nkind: Pod\n";

  @TempDir private Path directory;
  private DemoRig rig;
  private DemoDirectory files;
  private Path input;
  private Path entry;

  /** Whether the fake agents follow what the story does to the input. */
  private boolean following = true;

  private boolean upToDate = true;
  private boolean running = true;
  private final List<String> switched = new ArrayList<>();
  private String restored = "- east-1\n- west-1\n";
  private final List<String> asked = new ArrayList<>();

  @BeforeEach
  void create() throws IOException {
    rig = new DemoRig(directory);
    Files.writeString(
        Files.createDirectory(rig.example.resolve("east-1")).resolve("details.yaml"), PODS);
    files = rig.prepared(directory.resolve("demo"));
    input = files.input("east-1").resolve("details.yaml");
    entry = files.output("east-2").resolve("bookinfo.serviceentry.portolan-details-1.yaml");
    Files.writeString(entry, "- east-1\n- west-1\n");
    rig.atPause = pause -> follow();
  }

  @AfterEach
  void close() {
    files.close();
  }

  @Test
  void tellsWhatWasWrittenAndExplainedAtEachStep() throws Exception {
    story().tell(() -> {});

    assertThat(rig.out.toString().lines().filter(line -> line.matches("[0-9$ ].*")))
        .containsExactly(
            "  kind: FailoverPolicy",
            "1. Both clusters have pods.",
            "$ portolan explain host bookinfo/details --in east-2 --hub 127.0.0.1:7070",
            "2. details in east-1 loses its pods. 0 ms later the agent of east-2 has written:",
            "  --- " + entry.getFileName(),
            "  +++ " + entry.getFileName(),
            "  @@ -1,2 +1,1 @@",
            "  -- east-1",
            "   - west-1",
            "$ portolan explain host bookinfo/details --in east-2 --hub 127.0.0.1:7070",
            "3. The pods are back. 0 ms later the agent of east-2 has written what was there before.",
            "$ portolan explain host bookinfo/details --in east-2 --hub 127.0.0.1:7070",
            "4. The agent of east-1 is stopped, and is taken for lost. 0 ms later the agent of east-2 has",
            "  --- " + entry.getFileName(),
            "  +++ " + entry.getFileName(),
            "  @@ -1,2 +1,2 @@",
            "  -- east-1",
            "  +- east-1 last",
            "   - west-1",
            "$ portolan explain host bookinfo/details --in east-2 --hub 127.0.0.1:7070",
            "5. It is started again. 0 ms later the agent of east-2 has written what was there before.",
            "$ portolan explain host bookinfo/details --in east-2 --hub 127.0.0.1:7070");
    assertThat(switched).containsExactly("stop east-1", "start east-1");
    assertThat(input).as("put back").hasContent(PODS);
    assertThat(asked).containsOnly("bookinfo/details in east-2");
  }

  @Test
  void whatComesBackInAnotherFormIsShown() throws Exception {
    restored = "- west-1\n- east-1\n";

    story().tell(() -> {});

    assertThat(rig.out.toString())
        .contains("3. The pods are back. 0 ms later the agent of east-2 has written:\n")
        .contains("  +- east-1\n")
        .doesNotContain("was there before");
  }

  @Test
  void aFailoverThatDoesNotHappenFailsWithWhatIsSoInstead() {
    FailoverStory story =
        new FailoverStory(
            rig.shell,
            files,
            HubAddress.DEFAULT,
            (host, in) -> answer("west-1"),
            agents(),
            rig.patience);

    CommandException failure =
        catchThrowableOfType(CommandException.class, () -> story.tell(() -> {}));

    assertThat(failure.exitCode()).isEqualTo(ExitCode.TIMEOUT);
    assertThat(failure)
        .hasMessage(
            "after 30 s east-2 was to send requests for bookinfo/details to east-1, then west-1, but sends"
                + " them to west-1; see "
                + files.logs());
  }

  @Test
  void anAgentThatDoesNotFollowFails() {
    following = false;

    CommandException failure =
        catchThrowableOfType(CommandException.class, () -> story().tell(() -> {}));

    assertThat(failure.exitCode()).isEqualTo(ExitCode.TIMEOUT);
    assertThat(failure).hasMessageContaining("details.yaml was changed, but");
  }

  @Test
  void anAgentThatDoesNotHaveItInForceFails() {
    upToDate = false;

    CommandException failure =
        catchThrowableOfType(CommandException.class, () -> story().tell(() -> {}));

    assertThat(failure)
        .hasMessageStartingWith("after 30 s the agent of east-2 does not have it in force");
  }

  @Test
  void anAgentThatNeedsAWhileIsWaitedFor() throws Exception {
    upToDate = false;
    rig.atPause =
        pause -> {
          follow();
          upToDate = true;
        };

    story().tell(() -> {});

    assertThat(rig.out.toString()).contains("5. It is started again.");
  }

  @Test
  void aProcessThatEndedEndsTheStory() {
    CommandException ended = new CommandException(ExitCode.FAILED, "east-1 ended");
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

  @Test
  void inTheOrderOfTiersWhateverTheOrderOfTheAnswer() {
    assertThat(HostOrder.of(answer("west-1", "east-1"))).containsExactly("west-1", "east-1");
    assertThat(HostOrder.of(ExplainHostResponse.getDefaultInstance())).isEmpty();
  }

  private FailoverStory story() {
    return new FailoverStory(
        rig.shell,
        files,
        HubAddress.DEFAULT,
        (host, cluster) -> {
          asked.add(host + " in " + cluster);
          if (!running) {
            return answer("west-1", "east-1");
          }
          return podsAreThere() ? answer("east-1", "west-1") : answer("west-1");
        },
        agents(),
        rig.patience);
  }

  private FailoverStory.Agents agents() {
    return new FailoverStory.Agents() {
      @Override
      public void stop(String cluster) {
        running = false;
        switched.add("stop " + cluster);
      }

      @Override
      public void start(String cluster) {
        running = true;
        switched.add("start " + cluster);
      }
    };
  }

  private String written() {
    if (!running) {
      return "- east-1 last\n- west-1\n";
    }
    return podsAreThere() ? restored : "- west-1\n";
  }

  private boolean podsAreThere() {
    try {
      return Files.readString(input).contains("Pod");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void follow() {
    if (following) {
      try {
        Files.writeString(entry, written());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Those that are used, in this order; the first of all is listed last. */
  private ExplainHostResponse answer(String... order) {
    ExplainHostResponse.Builder answer = ExplainHostResponse.newBuilder();
    answer.getAgentBuilder().setUpToDate(upToDate);
    answer.addOrigins(OriginExplanation.newBuilder().setOrigin("east-2"));
    for (int tier = order.length - 1; tier >= 0; tier--) {
      answer.addOrigins(
          OriginExplanation.newBuilder()
              .setOrigin(order[tier])
              .addTiers(DestinationTier.newBuilder().setTier(tier)));
    }
    return answer.build();
  }
}
