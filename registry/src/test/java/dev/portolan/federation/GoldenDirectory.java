package dev.portolan.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Directories of expected outputs, one per case. {@code -Dgolden.update=true} writes what the code
 * gives instead of comparing; read the diff before committing it.
 */
public record GoldenDirectory(Path root) {

  /** Names of the cases, sorted. */
  public List<String> cases() throws IOException {
    try (Stream<Path> directories = Files.list(root)) {
      return directories
          .filter(Files::isDirectory)
          .map(path -> path.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  /** Compares a file's text, or writes it. */
  public void verify(String name, String file, String actual) throws IOException {
    Path path = root.resolve(name).resolve(file);
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(root.resolve(name));
      Files.writeString(path, actual);
    }
    assertThat(path).as("run with -Dgolden.update=true to create it").exists();
    assertThat(actual).as(path.toString()).isEqualTo(Files.readString(path));
  }

  /** Fails when files under the root are not among those that the cases use. */
  public void verifyNothingElse(Set<String> used) throws IOException {
    Set<String> present = new TreeSet<>();
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(Files::isRegularFile)
          .forEach(path -> present.add(root.relativize(path).toString()));
    }
    assertThat(present).as("files of golden cases under " + root).isEqualTo(new TreeSet<>(used));
  }
}
