package dev.portolan.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.portolan.cli.hub.HubAddress;
import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoDirectoryTest {
  @TempDir private Path directory;
  private DemoRig rig;
  private Path demo;

  @BeforeEach
  void create() throws IOException {
    rig = new DemoRig(directory);
    demo = directory.resolve("demo");
  }

  @Test
  void theExampleIsFilledIn() {
    try (DemoDirectory files = rig.prepared(demo)) {
      assertThat(files.clusters()).containsExactly("east-2", "west-1");
      assertThat(files.input("east-2").resolve("reviews.yaml")).isRegularFile();
      assertThat(files.output("west-1")).isEmptyDirectory();
      assertThat(files.rules().resolve("mesh.yaml")).hasContent("kind: VirtualMesh");
      assertThat(files.rules().resolve("failover.yaml")).hasContent("kind: FailoverPolicy");
      assertThat(files.rules()).isDirectoryNotContaining("glob:**other.yaml");
      assertThat(files.logs()).isEmptyDirectory();
    }
  }

  @Test
  void aSecondDemoIsToldWhoIsThere() {
    try (DemoDirectory files = rig.prepared(demo)) {
      String us = String.valueOf(ProcessHandle.current().pid());
      refused(demo, ExitCode.CONFLICT, "a demo is up in " + demo + " (process " + us + ")");

      files.noteHub(new HubAddress("127.0.0.1", 7071));
      String hub = refused(demo, ExitCode.CONFLICT, "process " + us + ", hub 127.0.0.1:7071");
      assertThat(hub).contains("stop it first, or choose another with --directory");
      assertThat(files.rules()).as("left alone").isNotEmptyDirectory();
    }
  }

  @Test
  void aSecondDemoIsToldWhenTheFirstHasNotYetSaidWhoItIs() throws IOException {
    try (DemoDirectory files = rig.prepared(demo)) {
      Files.delete(files.root().resolve(".running"));
      refused(demo, ExitCode.CONFLICT, "a demo is up in " + demo + "; stop it first");
    }
  }

  @Test
  void theDirectoryOfADemoThatEndedIsEmptiedAndUsedAgain() throws IOException {
    try (DemoDirectory files = rig.prepared(demo)) {
      Files.writeString(files.output("west-1").resolve("old.yaml"), "old");
    }
    try (DemoDirectory files = rig.prepared(demo)) {
      assertThat(files.output("west-1")).isEmptyDirectory();
      assertThat(rig.err.toString()).contains("removing what an earlier demo left in " + demo);
    }
  }

  @Test
  void theMarkOfAKilledDemoStopsNobody() throws IOException {
    rig.prepared(demo).close();
    Files.writeString(demo.resolve(".running"), "process 1, hub 127.0.0.1:7070\n");

    try (DemoDirectory files = rig.prepared(demo)) {
      assertThat(files.input("west-1")).isNotEmptyDirectory();
      assertThat(demo.resolve(".running")).hasContent("process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void whatAKilledDemoLeftRunningIsEnded() throws Exception {
    FakePrograms.FakeProgram hub;
    FakePrograms.FakeProgram other;
    try (DemoDirectory files = rig.prepared(demo)) {
      hub = rig.programs.start("server", List.of(), files.log("hub"));
      other = rig.programs.start("server", List.of(), files.log("other"));
      files.leftovers().note("hub", hub.id());
      // The number was given to another process since.
      files.leftovers().note("east-2", new Program.Id(other.id().pid(), hub.id().start()));
      Files.writeString(files.root().resolve("processes"), "west-1 10", StandardOpenOption.APPEND);
    }

    try (DemoDirectory files = rig.prepared(demo)) {
      assertThat(hub.alive()).isFalse();
      assertThat(other.alive()).isTrue();
      assertThat(rig.err.toString())
          .contains("ending what a killed demo left running: process 1000\n");
      assertThat(files.root().resolve("processes")).doesNotExist();
    }
  }

  @Test
  void whatIsNotOfTheDemoIsNotEmptied() throws IOException {
    Path precious = Files.writeString(Files.createDirectory(demo).resolve("precious"), "keep me");

    String message =
        refused(demo, ExitCode.FAILED, demo + " is not empty and was not made by the demo");

    assertThat(message).contains("choose another with --directory");
    assertThat(precious).hasContent("keep me");
  }

  @Test
  void aFileIsNoDirectory() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    refused(file, ExitCode.FAILED, file + " is no directory; choose another with --directory");
    refused(file.resolve("below"), ExitCode.FAILED, "cannot use " + file.resolve("below"));
  }

  @Test
  void anUnwritableDirectoryIsNamedWithTheReason() throws IOException {
    Path locked =
        Files.createDirectory(
            directory.resolve("locked"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
    assumeFalse(Files.isWritable(locked), "this user may write everywhere");
    Path wanted = locked.resolve("demo");
    String message = refused(wanted, ExitCode.FAILED, "permission denied: " + wanted);
    assertThat(message).contains("choose another with --directory");
  }

  private String refused(Path wanted, int exitCode, String message) {
    CommandException refusal =
        catchThrowableOfType(
            CommandException.class, () -> DemoDirectory.open(wanted, rig.example).close());
    assertThat(refusal).hasMessageContaining(message);
    assertThat(refusal.exitCode()).isEqualTo(exitCode);
    return String.valueOf(refusal.getMessage());
  }
}
