package dev.portolan.agent.discovery.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.discovery.objects.ObjectChange;
import dev.portolan.agent.discovery.objects.ObjectRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When absence of a file means something, on a clock of the test's own. */
class InputDirectoryTest {
  private static final ObjectRef A = ObjectRef.namespace("a");

  @TempDir Path directory;
  private FileSettings settings;
  private InputDirectory input;
  private long grace;
  private long settle;

  @BeforeEach
  void prepare() throws IOException {
    settings = FileSettings.of(directory);
    input = new InputDirectory(settings);
    grace = settings.removalGrace().toNanos();
    settle = settings.settle().toNanos();
    write("a");
    write("b");
  }

  private void write(String name) throws IOException {
    Files.writeString(
        directory.resolve(name + ".yaml"),
        "{apiVersion: v1, kind: Namespace, metadata: {name: " + name + "}}");
  }

  private List<ObjectChange> refresh(long now) {
    return input.refresh(DirectoryListing.of(directory), now);
  }

  @Test
  void objectsOfAMissingFileAreGoneWhenTheGraceIsOver() throws IOException {
    refresh(0);
    Files.delete(directory.resolve("a.yaml"));

    assertThat(refresh(10)).isEmpty();
    assertThat(refresh(10 + grace - 1)).isEmpty();
    assertThat(input.deadline()).hasValue(10 + grace);
    assertThat(refresh(10 + grace)).containsExactly(ObjectChange.gone(A));
    assertThat(input.deadline()).isEmpty();
  }

  @Test
  void aFileThatComesBackInTimeWasNeverGone() throws IOException {
    refresh(0);
    Files.delete(directory.resolve("a.yaml"));
    refresh(10);
    write("a");

    assertThat(refresh(20)).isEmpty();
    assertThat(refresh(20 + grace)).isEmpty();
  }

  @Test
  void nothingIsConcludedFromWhatCouldNotBeWalked() throws IOException {
    refresh(0);
    Files.delete(directory.resolve("a.yaml"));
    DirectoryListing walked = DirectoryListing.of(directory);
    DirectoryListing failed =
        new DirectoryListing(
            walked.files(), walked.directories(), new TreeMap<>(Map.of("a.yaml", "denied")));

    input.refresh(walked, 10);
    assertThat(input.refresh(failed, 10 + grace)).isEmpty();
    assertThat(input.refresh(failed, 10 + 9 * grace)).isEmpty();
    assertThat(input.deadline()).isEmpty();
  }

  @Test
  void afterAnEmptyDirectoryAbsenceMeansNothingUntilItIsQuiet() throws IOException {
    refresh(0);
    Files.delete(directory.resolve("a.yaml"));
    Files.delete(directory.resolve("b.yaml"));
    assertThat(refresh(10 * grace)).isEmpty();
    write("b");

    long back = 20 * settle;
    assertThat(refresh(back)).isEmpty();
    assertThat(refresh(back + settle - 1)).isEmpty();
    assertThat(refresh(back + settle)).containsExactly(ObjectChange.gone(A));
  }

  @Test
  void aDirectoryThatFillsSlowlyIsCompleteOnlyWhenQuiet() throws IOException {
    InputDirectory late = new InputDirectory(settings);
    late.refresh(new DirectoryListing(new TreeMap<>(), new TreeMap<>(), new TreeMap<>()), 0);

    late.refresh(DirectoryListing.of(directory), settle);
    assertThat(late.complete()).isFalse();
    late.refresh(DirectoryListing.of(directory), 2 * settle);
    assertThat(late.complete()).isTrue();
  }
}
