package dev.portolan.simulation.disk;

import dev.portolan.agent.cache.FileJournal;
import dev.portolan.agent.cache.StateDirectory;
import dev.portolan.agent.downlink.PointJournal;
import dev.portolan.registry.OriginId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What an agent remembers: the real journal in a real file, of which a machine that stops may lose
 * the end.
 */
public final class AgentDisk {
  private final Path states;
  private final OriginId cluster;
  private final Random random;
  private @Nullable PointJournal open;
  private boolean full;

  public AgentDisk(Path states, OriginId cluster, Random random) {
    this.states = states;
    this.cluster = cluster;
    this.random = random;
  }

  private Path file() {
    return states.resolve(cluster.value()).resolve("received.journal");
  }

  /** For one process; the one before must be gone. */
  public PointJournal open() {
    PointJournal journal =
        new StrictJournal(
            new FileJournal(StateDirectory.claim(states, cluster), cluster),
            () -> full,
            this::size,
            this::tear);
    open = journal;
    return journal;
  }

  /** Whether there is room for nothing more. */
  public void become(boolean nowFull) {
    full = nowFull;
  }

  /** The process that had it is gone; what it wrote is there. */
  public void released() {
    if (open != null) {
      open.close();
      open = null;
    }
  }

  /** The machine stopped, and some of the last that was written is not there. */
  public void loseEnd() {
    change(
        (file, size) -> {
          file.truncate(size - Math.min(size, random.nextInt(2000)));
        });
  }

  private long size() {
    try {
      return Files.exists(file()) ? Files.size(file()) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void tear(long whole) {
    change(
        (file, size) -> {
          if (size > whole) {
            file.truncate(whole + random.nextLong(size - whole));
          }
        });
  }

  /** A byte is not what it was. */
  public void rot() {
    change(
        (file, size) -> {
          ByteBuffer one = ByteBuffer.allocate(1);
          long at = random.nextLong(size);
          file.read(one, at);
          one.put(0, (byte) (one.get(0) ^ (1 << random.nextInt(8)))).rewind();
          file.write(one, at);
        });
  }

  /** Nothing is left. */
  public void forget() {
    try {
      Files.deleteIfExists(file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Change {
    void apply(FileChannel file, long size) throws IOException;
  }

  private void change(Change change) {
    if (!Files.exists(file())) {
      return;
    }
    try (FileChannel file =
        FileChannel.open(file(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (file.size() > 0) {
        change.apply(file, file.size());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
