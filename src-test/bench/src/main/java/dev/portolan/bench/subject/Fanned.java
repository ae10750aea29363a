package dev.portolan.bench.subject;

import dev.portolan.bench.process.ServerProcess;
import dev.portolan.bench.wire.Latencies;
import java.util.concurrent.CompletableFuture;

/** A registry with watchers that takes many writes at once. */
public interface Fanned extends AutoCloseable {
  String name();

  ServerProcess server();

  /** What reaches its watchers, by the number of the record. */
  Latencies latencies();

  /**
   * Writes a record, from any thread.
   *
   * @param writer one of those that write at the same time; each has one write in flight
   * @param turn how many this writer has made before
   * @return done when the registry has taken the write
   */
  CompletableFuture<?> write(int writer, int turn);

  @Override
  void close();
}
