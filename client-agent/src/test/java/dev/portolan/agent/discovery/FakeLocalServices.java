package dev.portolan.agent.discovery;

import java.util.Optional;
import java.util.function.Consumer;

/** Publishes what a test gives it, on the test's thread. Confined to that thread. */
public final class FakeLocalServices implements LocalServices {
  private Optional<Consumer<LocalState>> listener = Optional.empty();
  private Optional<LocalState> last = Optional.empty();
  private boolean closed;

  @Override
  public void start(Consumer<LocalState> newListener) {
    if (listener.isPresent() || closed) {
      throw new IllegalStateException("local services are started once, before they are closed");
    }
    listener = Optional.of(newListener);
    last.ifPresent(newListener);
  }

  /** Publishes a state now, or when started; after close it goes nowhere. */
  public void publish(LocalState state) {
    last = Optional.of(state);
    if (!closed) {
      listener.ifPresent(started -> started.accept(state));
    }
  }

  public boolean started() {
    return listener.isPresent();
  }

  public boolean closed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
  }
}
