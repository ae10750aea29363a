package dev.portolan.agent.discovery.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.discovery.StateText;
import dev.portolan.agent.discovery.conversion.ClusterConversion;
import dev.portolan.registry.OriginId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * {@code <case>/in} is what the cluster has, {@code <case>/out.yaml} what it comes to; a case named
 * {@code bookinfo-<cluster>} has its input in examples/bookinfo. Run with {@code
 * -Dgolden.update=true} to rewrite the outcomes, then read the difference.
 */
class DiscoveryGoldenTest {
  private static final Path CASES = Path.of("src/test/resources/discovery");
  private static final Path EXAMPLES = Path.of("../examples/bookinfo");

  @TestFactory
  Stream<DynamicTest> cases() throws IOException {
    return children(CASES).stream()
        .map(path -> DynamicTest.dynamicTest(path.getFileName().toString(), () -> check(path)));
  }

  private static void check(Path directory) throws IOException {
    Path expected = directory.resolve("out.yaml");
    String name = directory.getFileName().toString();
    InputDirectory input = new InputDirectory(FileSettings.of(inputOf(directory)));
    OriginId origin = new OriginId(name.replaceFirst("^bookinfo-", ""));

    ClusterConversion conversion =
        ClusterConversion.of(origin)
            .with(input.refresh(DirectoryListing.of(inputOf(directory)), System.nanoTime()));
    // Shown in full even where it is not complete: what is left out then has a test of its own.
    String text =
        StateText.of(conversion.state(input.findings(), true))
            .replaceFirst("complete: true", "complete: " + input.complete());

    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(expected, text);
    }
    assertThat(expected).exists().content().isEqualTo(text);
  }

  @Test
  void everyFileIsUsed() throws IOException {
    for (Path directory : children(CASES)) {
      assertThat(inputOf(directory)).isDirectory();
      assertThat(children(directory))
          .as("files of %s", directory)
          .isSubsetOf(directory.resolve("in"), directory.resolve("out.yaml"));
    }
    for (Path cluster : children(EXAMPLES)) {
      if (Files.isDirectory(cluster)) {
        assertThat(CASES.resolve("bookinfo-" + cluster.getFileName())).isDirectory();
      }
    }
  }

  private static Path inputOf(Path directory) {
    String name = directory.getFileName().toString();
    return name.startsWith("bookinfo-")
        ? EXAMPLES.resolve(name.substring("bookinfo-".length()))
        : directory.resolve("in");
  }

  private static List<Path> children(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.sorted().toList();
    }
  }
}
