package dev.portolan.source.zookeeper;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * An ensemble, as a source needs it. Futures fail with {@link ZooKeeperException} and may be
 * completed on any thread; what is asked while there is no connection fails in time. Safe for use
 * by many threads.
 */
public interface ZooKeeperApi extends AutoCloseable {

  /** Begins a session, and keeps looking for a server until there is one. Called once. */
  void open(Listener listener);

  /** Begins a new session in place of the last, whatever has become of it. */
  void reopen();

  /** From now on the listener is told what changes at a path and below it, there or not. */
  CompletableFuture<Void> watch(String path);

  /** What is asked after it is answered at least as new as the ensemble was when it was asked. */
  CompletableFuture<Void> sync(String path);

  /** Names of the children of a node. */
  CompletableFuture<List<String>> children(String path);

  /** What is in a node; fails when that is more than the source reads. */
  CompletableFuture<byte[]> data(String path);

  /** Ends the session without waiting for it. */
  @Override
  void close();

  /** Told what happens to the session, on any thread. */
  interface Listener {
    /** A server takes requests; what changed before may never be told. */
    void connected();

    /**
     * No server takes requests.
     *
     * @param expired the session will not come back: a new one is needed
     */
    void lost(String reason, boolean expired);

    /**
     * A node came, went, or has other data.
     *
     * @param gone it went
     */
    void changed(String path, boolean gone);
  }
}
