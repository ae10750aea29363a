package dev.portolan.server.store;

import dev.portolan.registry.Recorded;
import dev.portolan.registry.ResourceKey;
import dev.portolan.server.control.StoreException;
import dev.portolan.server.control.StoredMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Supplier;

/**
 * Decodes what is read from a store, on all processors: of a hub's start that is the most. In runs
 * of some thousand records, a few at a time, so that little lies about undecoded. Confined to one
 * thread.
 */
final class StoredRecords {
  private static final int RUN = 2_000;
  private static final int RUNS_AHEAD = 8;

  private final List<Recorded<?>> decoded = new ArrayList<>();
  private final Queue<ForkJoinTask<List<Recorded<?>>>> runs = new ArrayDeque<>();
  private List<Supplier<Recorded<?>>> next = new ArrayList<>();
  private final List<byte[]> values = new ArrayList<>();

  /**
   * Takes a record, to be decoded soon.
   *
   * @throws StoreException if there is no record in an earlier one's bytes; names its key
   */
  void add(byte[] key, byte[] value) {
    values.add(value);
    next.add(() -> RecordCodec.decode(key, value));
    if (next.size() == RUN) {
      startRun();
    }
  }

  /**
   * All of them, in the order in which they came.
   *
   * @throws StoreException if there is no record in the bytes of one; names its key
   */
  Collection<Recorded<?>> all() {
    startRun();
    while (!runs.isEmpty()) {
      decoded.addAll(runs.remove().join());
    }
    return decoded;
  }

  /** Those that are stored as they are sent, after {@link #all}. */
  List<StoredMessage> messages() {
    List<StoredMessage> messages = new ArrayList<>(decoded.size());
    for (int i = 0; i < decoded.size(); i++) {
      ResourceKey key = decoded.get(i).key();
      if (RecordCodec.isMessage(key.kind())) {
        messages.add(new StoredMessage(key, values.get(i)));
      }
    }
    return messages;
  }

  private void startRun() {
    List<Supplier<Recorded<?>>> records = next;
    next = new ArrayList<>(RUN);
    ForkJoinTask<List<Recorded<?>>> run = ForkJoinTask.adapt(() -> decoded(records));
    while (!runs.isEmpty() && runs.element().isDone()) {
      decoded.addAll(runs.remove().join());
    }
    if (runs.size() < RUNS_AHEAD) {
      ForkJoinPool.commonPool().execute(run);
    } else {
      // Reading is cheap: who reads has time to decode.
      run.invoke();
    }
    runs.add(run);
  }

  private static List<Recorded<?>> decoded(List<Supplier<Recorded<?>>> run) {
    List<Recorded<?>> records = new ArrayList<>(run.size());
    run.forEach(record -> records.add(record.get()));
    return records;
  }
}
