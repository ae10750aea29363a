package dev.portolan.source.records;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.source.loop.SourceLoop;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Hands a source's state on, when it is another one. Many changes may be waiting on the loop: they
 * are published together. Confined to the loop, but for {@link #start}.
 */
public final class Publication {
  private final SourceLoop loop;
  private final Supplier<LocalState> state;
  private final AtomicBoolean started = new AtomicBoolean();

  private Consumer<LocalState> listener = ignored -> {};
  private LocalState last = LocalState.NOTHING;
  private boolean published;
  private boolean due;

  /**
   * @param state what there is to publish, asked for on the loop
   */
  public Publication(SourceLoop loop, Supplier<LocalState> state) {
    this.loop = loop;
    this.state = state;
  }

  /**
   * Publishes from now on, once in its life. From any thread.
   *
   * @param begin what is done on the loop before anything else
   */
  public void start(Consumer<LocalState> receiver, Runnable begin) {
    if (started.getAndSet(true)) {
      throw new IllegalStateException("a source is started once");
    }
    loop.execute(
        () -> {
          listener = receiver;
          begin.run();
        });
  }

  /** The state may be another one. */
  public void changed() {
    if (!due) {
      due = true;
      loop.execute(this::publish);
    }
  }

  private void publish() {
    due = false;
    LocalState now = state.get();
    boolean same =
        published
            && now.records() == last.records()
            && now.complete() == last.complete()
            && now.findings().equals(last.findings());
    if (!same) {
      published = true;
      last = now;
      listener.accept(now);
    }
  }
}
