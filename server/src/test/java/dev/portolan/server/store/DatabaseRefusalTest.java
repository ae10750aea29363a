package dev.portolan.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.server.control.StoreException;
import dev.portolan.server.control.StoreFailedException;
import dev.portolan.server.control.StoreFullException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.Status.Code;
import org.rocksdb.Status.SubCode;

/** What a write that RocksDB did not make means for the hub. */
final class DatabaseRefusalTest {
  private static StoreException refusal(Code code, SubCode detail) {
    return Database.refusal(
        Path.of("/data"), new RocksDBException("While fdatasync", new Status(code, detail, "")));
  }

  @Test
  void anErrorOfTheDiskIsFinal() {
    assertThat(refusal(Code.IOError, SubCode.None))
        .isInstanceOf(StoreFailedException.class)
        .hasMessageContainingAll("/data", "fdatasync", "start the hub");
    assertThat(refusal(Code.Corruption, SubCode.None)).isInstanceOf(StoreFailedException.class);
  }

  @Test
  void noRoomIsNot() {
    assertThat(refusal(Code.IOError, SubCode.NoSpace))
        .isInstanceOf(StoreFullException.class)
        .hasMessageContaining("make room");
  }

  @Test
  void whatCannotBeOpenedForWantOfRoomIsNotGivenUp() {
    assertThat(unopened(Code.IOError, SubCode.NoSpace))
        .isInstanceOf(StoreFullException.class)
        .hasMessageContainingAll("/data", "nothing of it is lost", "make room")
        .hasMessageNotContaining("empty");
    assertThat(unopened(Code.Corruption, SubCode.None))
        .isExactlyInstanceOf(StoreException.class)
        .hasMessageContaining("restore it from a backup");
  }

  private static StoreException unopened(Code code, SubCode detail) {
    return Database.unopened(
        Path.of("/data"), new RocksDBException("While appending", new Status(code, detail, "")));
  }

  @Test
  void anythingElseMayBeTriedAgain() {
    assertThat(refusal(Code.Busy, SubCode.None)).isExactlyInstanceOf(StoreException.class);
    assertThat(Database.refusal(Path.of("/data"), new RocksDBException("no status")))
        .isExactlyInstanceOf(StoreException.class);
  }
}
