package dev.portolan.source.consul;

import dev.portolan.agent.discovery.LocalServices;
import dev.portolan.agent.discovery.LocalState;
import dev.portolan.registry.Cluster;
import dev.portolan.source.loop.SourceLoop;
import dev.portolan.source.mapping.ServiceMapping;
import dev.portolan.source.records.SourceRecords;
import java.util.function.Consumer;

/**
 * A Consul datacentre as an origin's services. All work is done on the loop; only {@link #start}
 * and {@link #close} are called from other threads.
 */
public final class ConsulLocalServices implements LocalServices {
  private final ConsulApi api;
  private final SourceLoop loop;
  private final SourceRecords records;
  private final ConsulWatch watch;
  private boolean started;

  // Confined to the loop.
  private Consumer<LocalState> listener = state -> {};
  private LocalState last = LocalState.NOTHING;
  private boolean published;
  private boolean due;

  /**
   * Asks nothing before it is started; closes what it is given.
   *
   * @param facts of the source
   */
  public ConsulLocalServices(
      ConsulApi api, ServiceMapping mapping, Cluster facts, ConsulPace pace, SourceLoop loop) {
    this.api = api;
    this.loop = loop;
    this.records = new SourceRecords(facts);
    this.watch =
        new ConsulWatch(
            facts.origin(), api, new Importing(mapping, records), pace, loop, this::changed);
  }

  @Override
  public synchronized void start(Consumer<LocalState> receiver) {
    if (started) {
      throw new IllegalStateException("a source is started once");
    }
    started = true;
    loop.execute(
        () -> {
          listener = receiver;
          watch.begin();
        });
  }

  // Many answers may be waiting on the loop: they are published together.
  private void changed() {
    if (!due) {
      due = true;
      loop.execute(this::publish);
    }
  }

  private void publish() {
    due = false;
    LocalState state = records.state(watch.findings(), watch.complete());
    boolean same =
        published
            && state.records() == last.records()
            && state.complete() == last.complete()
            && state.findings().equals(last.findings());
    if (!same) {
      published = true;
      last = state;
      listener.accept(state);
    }
  }

  @Override
  public void close() {
    loop.close();
    api.close();
  }
}
