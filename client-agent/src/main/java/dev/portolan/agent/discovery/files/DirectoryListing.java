package dev.portolan.agent.discovery.files;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a walk through the directory found.
 *
 * @param files by path relative to the root, with '/'
 * @param directories that were walked, with what tells a directory from its replacement
 * @param failures what could not be walked: nothing may be concluded about files below
 */
record DirectoryListing(
    SortedMap<String, Stamp> files,
    Map<Path, String> directories,
    SortedMap<String, String> failures) {
  private static final int MAX_DEPTH = 16;

  /** Changes when a file's content does, except within the clock's grain. */
  record Stamp(long size, long modifiedMillis, String fileKey) {}

  static DirectoryListing of(Path root) {
    Walk walk = new Walk(root);
    try {
      Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, walk);
    } catch (IOException e) {
      walk.failed(root, e);
    }
    return new DirectoryListing(walk.files, walk.directories, walk.failures);
  }

  /** Whether the path may exist although it was not seen. */
  boolean unsure(String path) {
    return failures.keySet().stream()
        .anyMatch(
            failed -> failed.isEmpty() || path.equals(failed) || path.startsWith(failed + "/"));
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    private final Path root;
    private final SortedMap<String, Stamp> files = new TreeMap<>();
    private final Map<Path, String> directories = new TreeMap<>();
    private final SortedMap<String, String> failures = new TreeMap<>();

    Walk(Path root) {
      this.root = root;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      if (!directory.equals(root) && hidden(directory)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      directories.put(directory, String.valueOf(attributes.fileKey()));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (file.equals(root)) {
        failures.put("", "is not a directory");
      } else if (attributes.isRegularFile() && wanted(file)) {
        files.put(
            relative(file),
            new Stamp(
                attributes.size(),
                attributes.lastModifiedTime().toMillis(),
                String.valueOf(attributes.fileKey())));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      // A link without a target or a file of another kind is no input.
      if (file.equals(root) || Files.isDirectory(file) || wanted(file)) {
        failed(file, failure);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
      if (failure != null) {
        failed(directory, failure);
      }
      return FileVisitResult.CONTINUE;
    }

    private void failed(Path file, IOException failure) {
      failures.put(relative(file), "cannot be read: " + failure);
    }

    private String relative(Path file) {
      return root.relativize(file).toString().replace('\\', '/');
    }

    private static boolean wanted(Path file) {
      String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
      return !hidden(file)
          && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
    }

    // Editors keep their temporary files, and Kubernetes the data of its volumes, under such names.
    private static boolean hidden(Path file) {
      Path name = file.getFileName();
      return name != null && (name.toString().startsWith(".") || name.toString().startsWith("#"));
    }
  }
}
