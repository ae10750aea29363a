package dev.portolan.server.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.portolan.registry.Revision;
import dev.portolan.server.control.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Up to where writes were acknowledged, in a file beside the database. The end of a write-ahead log
 * looks the same whether a crash cut an unacknowledged write short or a damaged length made RocksDB
 * take acknowledged ones for one; the mark tells the two apart. It is written after each write and
 * not forced to the disk, so it may lag but never leads. Confined to one thread.
 */
final class AcknowledgedMark implements AutoCloseable {
  private static final Pattern TEXT = Pattern.compile("([0-9a-f]{16})\\.([0-9]{19})\\n");
  private static final int LENGTH = 37;

  private final FileChannel file;

  private AcknowledgedMark(FileChannel file) {
    this.file = file;
  }

  /**
   * Opens the mark, which is created if it is not there.
   *
   * @throws StoreException if that is not possible
   */
  static AcknowledgedMark open(Path path) {
    try {
      return new AcknowledgedMark(
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw new StoreException("%s cannot be opened: %s".formatted(path, e), e);
    }
  }

  /** The last revision that was acknowledged; nothing if that is not known. */
  Optional<Revision> last() {
    ByteBuffer text = ByteBuffer.allocate(LENGTH);
    try {
      for (int read = 0; read >= 0 && text.hasRemaining(); ) {
        read = file.read(text, text.position());
      }
    } catch (IOException e) {
      return Optional.empty(); // a check less, which is no reason not to start
    }
    Matcher mark = TEXT.matcher(new String(text.array(), 0, text.position(), US_ASCII));
    return mark.matches()
        ? Optional.of(new Revision(mark.group(1), Long.parseLong(mark.group(2))))
        : Optional.empty();
  }

  /**
   * Forgets what was acknowledged, durably: what follows is of another epoch, and must not be taken
   * for an older database.
   */
  void clear() {
    try {
      file.truncate(0);
      file.force(true);
    } catch (IOException e) {
      throw new StoreException("the mark was not cleared: " + e, e);
    }
  }

  /** Everything up to here is durable. */
  void advance(Revision revision) {
    String text = "%s.%019d\n".formatted(revision.epoch(), revision.sequence());
    try {
      file.write(ByteBuffer.wrap(text.getBytes(US_ASCII)), 0);
    } catch (IOException e) {
      // The write itself is durable. A mark that lags checks less, and never says anything wrong.
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new StoreException("the mark was not closed: " + e, e);
    }
  }
}
