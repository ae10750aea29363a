package dev.portolan.source.consul;

import dev.portolan.agent.discovery.LocalServices;
import dev.portolan.agent.discovery.LocalState;
import dev.portolan.registry.Cluster;
import dev.portolan.source.loop.SourceLoop;
import dev.portolan.source.mapping.ServiceMapping;
import dev.portolan.source.records.Publication;
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
  private final Publication publication;

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
    this.publication = new Publication(loop, this::state);
    this.watch =
        new ConsulWatch(
            facts.origin(), api, new Importing(mapping, records), pace, loop, publication::changed);
  }

  private LocalState state() {
    return records.state(watch.findings(), watch.complete());
  }

  @Override
  public void start(Consumer<LocalState> receiver) {
    publication.start(receiver, watch::begin);
  }

  @Override
  public void close() {
    loop.close();
    api.close();
  }
}
