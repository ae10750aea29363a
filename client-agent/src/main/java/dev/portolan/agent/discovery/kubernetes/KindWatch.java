package dev.portolan.agent.discovery.kubernetes;

/** What {@link Watches} must know of an informer to tell whether it lives. Thread-safe. */
interface KindWatch extends AutoCloseable {
  /** Begins with a complete list. */
  void start();

  /** Which of the informers of a kind this is; what it says is marked with it. */
  int generation();

  KindInformer.Phase phase();

  /** Whether its watch is up, as far as the client knows. */
  boolean watching();

  /** Changes with every event and bookmark. */
  String progress();

  @Override
  void close();
}
