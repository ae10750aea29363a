package dev.portolan.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.cli.hub.HubAddress;
import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoProcessesTest {
  private static final HubAddress HUB = new HubAddress("127.0.0.1", 7071);
  private static final String READY =
      "portolan-server: listening on 127.0.0.1:7071, data in /d, epoch 1\n";

  @TempDir private Path directory;
  private DemoRig rig;
  private DemoDirectory files;
  private DemoProcesses processes;

  @BeforeEach
  void create() throws IOException {
    rig = new DemoRig(directory);
    files = rig.prepared(directory.resolve("demo"));
    processes = rig.processes(files);
  }

  @AfterEach
  void close() {
    processes.close();
    files.close();
  }

  @Test
  void theHubIsReadyWhenItSaysWhereItListens() throws Exception {
    rig.programs.output = "portolan-server: reading the store\nportolan-server: listening on 127";
    rig.atPause =
        pause -> {
          try {
            Files.writeString(files.log("hub"), READY);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        };

    assertThat(processes.startHub(0, List.of())).isEqualTo(HUB);

    assertThat(rig.passed()).isPositive();
    assertThat(rig.programs.started.get(0).arguments)
        .contains("--listen", "127.0.0.1:0")
        .containsSubsequence("--rules", files.rules().toString());
  }

  @Test
  void aHubThatNeverListensIsWaitedForInVain() {
    CommandException failure = failure(() -> processes.startHub(0, List.of()));
    assertThat(failure.exitCode()).isEqualTo(ExitCode.TIMEOUT);
    assertThat(failure).hasMessage("the hub did not listen within 60 s; see " + files.log("hub"));
    assertThat(rig.passed()).isEqualTo(DemoProcesses.START_TIMEOUT);
  }

  @Test
  void aTakenPortIsNamedWithTheFlagThatHelps() {
    rig.programs.output =
        "portolan-server: cannot listen on 127.0.0.1:7071: Address already in use; stop what"
            + " listens there, or choose another address with --listen\n";
    rig.programs.endsAtOnce = OptionalInt.of(1);

    CommandException failure = failure(() -> processes.startHub(7071, List.of("--lease", "2s")));

    assertThat(rig.programs.started.get(0).arguments).containsSubsequence("--lease", "2s");
    assertThat(failure.exitCode()).isEqualTo(ExitCode.CONFLICT);
    assertThat(failure)
        .hasMessageStartingWith("the hub cannot listen on 127.0.0.1:7071 (Address already in use)")
        .hasMessageContaining("--port")
        .hasMessageNotContaining("--listen");
  }

  @Test
  void aHubThatDiesBeforeItIsReadyShowsTheEndOfItsLog() {
    rig.programs.output =
        IntStream.rangeClosed(1, 20)
            .mapToObj(i -> "line " + i + "\n")
            .collect(Collectors.joining());
    rig.programs.endsAtOnce = OptionalInt.of(134);

    CommandException failure = failure(() -> processes.startHub(0, List.of()));

    assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(failure).hasMessage("hub ended with code 134; the end of " + files.log("hub") + ":");
    assertThat(failure.details()).hasSize(15).startsWith("line 6").endsWith("line 20");
  }

  @Test
  void anAgentThatDiesIsNamed() throws Exception {
    rig.programs.output = READY;
    processes.startHub(0, List.of());
    rig.programs.output = "portolan-agent: --cluster: no\n";
    processes.startAgent("west-1", HUB);
    assertThatNoException().isThrownBy(processes::check);

    rig.programs.started.get(1).code = OptionalInt.of(2);

    CommandException failure = failure(processes::stay);
    assertThat(failure).hasMessageStartingWith("west-1 ended with code 2");
    assertThat(failure.details()).containsExactly("portolan-agent: --cluster: no");
  }

  @Test
  void anAgentThatIsStoppedIsNotMissedAndCanBeStartedAgain() {
    processes.startAgent("west-1", HUB);

    processes.stopAgent("west-1");

    assertThat(rig.programs.started.get(0).alive()).isFalse();
    assertThatNoException().isThrownBy(processes::check);
    processes.stopAgent("nobody");
    processes.startAgent("west-1", HUB);
    assertThat(rig.programs.started).hasSize(2);
    assertThat(rig.programs.started.get(1).alive()).isTrue();
  }

  @Test
  void agentsReadTheirInputAndWriteTheirOutput() {
    processes.startAgent("west-1", HUB);
    FakePrograms.FakeProgram agent = rig.programs.started.get(0);
    assertThat(agent.module).isEqualTo("client-agent");
    assertThat(agent.arguments)
        .containsSubsequence("--cluster", "west-1", "--hub", "127.0.0.1:7071")
        .containsSubsequence("--source-directory", files.input("west-1").toString())
        .containsSubsequence("--sink-directory", files.output("west-1").toString());
    assertThat(agent.log).isEqualTo(files.log("west-1"));
  }

  @Test
  void aProgramThatCannotBeStartedIsNamed() {
    rig.programs.refusal = Optional.of(new IOException("error=2, No such file or directory"));
    CommandException failure = failure(() -> processes.startAgent("west-1", HUB));
    assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(failure).hasMessage("cannot start west-1: error=2, No such file or directory");
  }

  @Test
  void stoppingEndsAllOnceAndStartsNoMore() throws Exception {
    rig.programs.output = READY;
    processes.startHub(0, List.of());
    processes.startAgent("west-1", HUB);

    assertThat(processes.stop()).isTrue();
    assertThat(processes.stop()).isFalse();
    processes.startAgent("east-2", HUB);

    assertThat(rig.programs.started).hasSize(2).noneMatch(Program::alive);
    assertThatNoException().as("all is as it should be").isThrownBy(processes::stay);
  }

  @Test
  void whatEndsBecauseOfCtrlCIsNoFailure() throws Exception {
    rig.programs.output = READY;
    processes.startHub(0, List.of());
    rig.programs.started.get(0).code = OptionalInt.of(130); // the terminal tells all of us
    rig.atPause = pause -> processes.stop(); // as the shutdown hook does a little later

    assertThatNoException().isThrownBy(processes::stay);

    assertThat(rig.passed()).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void theNextDemoFindsWhatThisOneStarted() {
    processes.startAgent("west-1", HUB);
    assertThat(files.root().resolve("processes"))
        .hasContent("west-1 1000 2026-01-01T12:00:00.123Z");
  }

  private static CommandException failure(ThrowingCallable call) {
    CommandException failure = catchThrowableOfType(CommandException.class, call);
    assertThat(failure).isNotNull();
    return failure;
  }
}
