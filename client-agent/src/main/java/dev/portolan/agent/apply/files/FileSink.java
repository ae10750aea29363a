package dev.portolan.agent.apply.files;

import dev.portolan.agent.apply.sink.DesiredObject;
import dev.portolan.agent.apply.sink.Handle;
import dev.portolan.agent.apply.sink.Listing;
import dev.portolan.agent.apply.sink.MadeNamespace;
import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.ObjectSink;
import dev.portolan.agent.apply.sink.Observation;
import dev.portolan.agent.apply.sink.ObservedObject;
import dev.portolan.agent.apply.sink.Refusal;
import dev.portolan.agent.apply.sink.SinkException;
import dev.portolan.agent.apply.sink.SinkWatcher;
import dev.portolan.agent.apply.sink.WriteResult;
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
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * A directory with one object per file, {@code <namespace>.<kind>.<name>.yaml}. A file changes
 * whole or not at all. Files with other names are not looked at; a file of ours by name whose
 * content does not carry our label counts as somebody else's object. A namespace that is to be made
 * is a file of its own, written once. Changes by others are found when the directory is listed. A
 * hold on deletions is released by a file {@value #RELEASE} with its name in it.
 */
public final class FileSink implements ObjectSink {
  private static final String RELEASE = "release";

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
  public void watch(SinkWatcher watcher) {
    // Nothing is noticed but by listing.
  }

  @Override
  public CompletionStage<Listing> list() {
    try (Stream<Path> files = Files.list(directory)) {
      return CompletableFuture.completedStage(
          new Listing(files.map(this::observed).flatMap(Optional::stream).toList(), ""));
    } catch (IOException | UncheckedIOException e) {
      return CompletableFuture.failedStage(
          new SinkException("directory %s cannot be read: %s".formatted(directory, e), e));
    }
  }

  @Override
  public CompletionStage<WriteResult> create(DesiredObject desired) {
    Optional<ObservedObject> found = look(desired.ref());
    if (found.isPresent()) {
      return moved(found);
    }
    try {
      makeNamespace(desired);
      return write(desired);
    } catch (IOException e) {
      return refused("the namespace of %s cannot be written: %s".formatted(desired.ref(), e));
    }
  }

  // Beside the objects, for whoever applies the directory; its file is not looked at again.
  private void makeNamespace(DesiredObject desired) throws IOException {
    String name = desired.ref().namespace();
    Path file = directory.resolve("%1$s.namespace.%1$s.yaml".formatted(name));
    if (desired.makesNamespace() && !Files.exists(file)) {
      replace(file, MadeNamespace.yaml(desired));
    }
  }

  @Override
  public CompletionStage<WriteResult> update(DesiredObject desired, ObservedObject standing) {
    Optional<ObservedObject> found = look(desired.ref());
    return found.equals(Optional.of(standing)) ? write(desired) : moved(found);
  }

  @Override
  public CompletionStage<WriteResult> delete(ObservedObject standing) {
    Path target = directory.resolve(fileName(standing.ref()));
    Optional<ObservedObject> found = look(standing.ref());
    if (found.isPresent() && !found.equals(Optional.of(standing))) {
      return moved(found);
    }
    try {
      Files.deleteIfExists(target);
      return done(new WriteResult.Removed());
    } catch (IOException e) {
      return refused("file %s cannot be removed: %s".formatted(target, e));
    }
  }

  @Override
  public CompletionStage<Optional<String>> releasedHold() {
    Path file = directory.resolve(RELEASE);
    try {
      return CompletableFuture.completedStage(Optional.of(Files.readString(file).strip()));
    } catch (NoSuchFileException e) {
      return CompletableFuture.completedStage(Optional.empty());
    } catch (IOException e) {
      return CompletableFuture.failedStage(
          new SinkException("file %s cannot be read: %s".formatted(file, e), e));
    }
  }

  @Override
  public String releaseAdvice(String hold) {
    return "echo %s > %s".formatted(hold, directory.resolve(RELEASE));
  }

  @Override
  public void close() {
    // Every write has ended when it returned.
  }

  private CompletionStage<WriteResult> write(DesiredObject desired) {
    Path target = directory.resolve(fileName(desired.ref()));
    try {
      replace(target, CanonicalYaml.write(desired.tree()));
      return done(new WriteResult.Written(desired.written(Handle.NONE)));
    } catch (IOException e) {
      return refused("file %s cannot be written: %s".formatted(target, e));
    }
  }

  private void replace(Path target, byte[] content) throws IOException {
    Path temporary = directory.resolve("." + target.getFileName() + ".tmp");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      // Without it a power cut could leave the new name on an empty file.
      channel.force(true);
    }
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static CompletionStage<WriteResult> done(WriteResult result) {
    return CompletableFuture.completedStage(result);
  }

  private static CompletionStage<WriteResult> moved(Optional<ObservedObject> now) {
    return done(new WriteResult.Moved(now));
  }

  private static CompletionStage<WriteResult> refused(String reason) {
    return done(new WriteResult.Refused(Refusal.SERVER_FAULT, reason, Optional.empty()));
  }

  /** What stands under an identity now; something unreadable is not ours. */
  private Optional<ObservedObject> look(ObjectRef ref) {
    Path file = directory.resolve(fileName(ref));
    try {
      return Files.exists(file) ? observed(file) : Optional.empty();
    } catch (UncheckedIOException e) {
      return Optional.of(Observation.foreign(ref));
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
    return ObjectRef.KINDS.stream()
        .filter(kind -> kind.toLowerCase(Locale.ROOT).equals(parts[1]))
        .map(kind -> new ObjectRef(parts[0], kind, parts[2]))
        .findFirst();
  }
}
