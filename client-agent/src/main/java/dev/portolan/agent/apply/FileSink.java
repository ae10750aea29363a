package dev.portolan.agent.apply;

import dev.portolan.translate.CanonicalYaml;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A directory with one object per file, {@code <namespace>.<kind>.<name>.yaml}. A file changes
 * whole or not at all. Files with other names are not looked at; a file of ours by name whose
 * content does not carry our label counts as somebody else's object.
 */
public final class FileSink implements ObjectSink {
  private static final List<String> KINDS = List.of("ServiceEntry", "DestinationRule");

  private final Path directory;

  /**
   * Opens a directory, making it if need be.
   *
   * @throws SinkException if it cannot be made or written to
   */
  public FileSink(Path directory) {
    this.directory = directory;
    try {
      Files.createDirectories(directory);
      // Says now, not at the first change, that nothing can be written.
      Files.delete(Files.createTempFile(directory, ".probe", ".tmp"));
    } catch (IOException e) {
      throw new SinkException("directory %s cannot be written: %s".formatted(directory, e), e);
    }
  }

  @Override
  public List<ObservedObject> list() {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(this::observed).flatMap(Optional::stream).toList();
    } catch (IOException | UncheckedIOException e) {
      throw new SinkException("directory %s cannot be read: %s".formatted(directory, e), e);
    }
  }

  @Override
  public void write(HasMetadata object) {
    Path target = directory.resolve(fileName(ObjectRef.of(object)));
    Path temporary = directory.resolve("." + target.getFileName() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(CanonicalYaml.write(object));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        // Without it a power cut could leave the new name on an empty file.
        channel.force(true);
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new SinkException("file %s cannot be written: %s".formatted(target, e), e);
    }
  }

  @Override
  public void delete(ObjectRef ref) {
    Path target = directory.resolve(fileName(ref));
    try {
      Files.deleteIfExists(target);
    } catch (IOException e) {
      throw new SinkException("file %s cannot be removed: %s".formatted(target, e), e);
    }
  }

  private Optional<ObservedObject> observed(Path file) {
    Optional<ObjectRef> ref = refOf(file.getFileName().toString());
    if (ref.isEmpty() || !Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(observed(ref.get(), Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty(); // removed since the directory was listed
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObservedObject observed(ObjectRef ref, byte[] content) {
    try {
      HasMetadata object = CanonicalYaml.parse(content);
      return ObjectRef.of(object).equals(ref) ? Observation.of(object) : Observation.foreign(ref);
    } catch (IOException | RuntimeException e) {
      // Unreadable is not ours: whoever put it there may still want it.
      return Observation.foreign(ref);
    }
  }

  private static String fileName(ObjectRef ref) {
    return "%s.%s.%s.yaml"
        .formatted(ref.namespace(), ref.kind().toLowerCase(Locale.ROOT), ref.name());
  }

  /** The object that a file name stands for; empty for names that we would not give. */
  private static Optional<ObjectRef> refOf(String fileName) {
    String[] parts = fileName.split("\\.", -1);
    if (parts.length != 4 || !parts[3].equals("yaml")) {
      return Optional.empty();
    }
    return KINDS.stream()
        .filter(kind -> kind.toLowerCase(Locale.ROOT).equals(parts[1]))
        .map(kind -> new ObjectRef(parts[0], kind, parts[2]))
        .findFirst();
  }
}
