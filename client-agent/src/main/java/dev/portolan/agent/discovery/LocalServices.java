package dev.portolan.agent.discovery;

import java.util.function.Consumer;

/**
 * Where the agent learns what its own cluster has: a directory of YAML or the Kubernetes API.
 *
 * <p>Whatever goes wrong with the input, what was known stays: only an object that is explicitly
 * gone leaves the state.
 */
public interface LocalServices extends AutoCloseable {

  /**
   * Begins to observe; returns at once. The listener gets the first state as soon as there is one,
   * then one state per change, all on one thread that is the origin's own, never twice the same
   * state. It should return quickly; while it works, changes are merged.
   *
   * @throws IllegalStateException if already started or closed
   */
  void start(Consumer<LocalState> listener);

  /**
   * Ends observation; when it returns, the listener is not called any more. Closing twice is fine.
   */
  @Override
  void close();
}
