package dev.portolan.source.eureka;

import dev.portolan.agent.discovery.LocalServices;
import dev.portolan.agent.discovery.LocalState;
import dev.portolan.registry.Cluster;
import dev.portolan.source.loop.SourceLoop;
import dev.portolan.source.mapping.ServiceMapping;
import dev.portolan.source.records.Publication;
import dev.portolan.source.records.SourceRecords;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;

/**
 * What is registered at Eureka as an origin's services. All work is done on the loop; only {@link
 * #start} and {@link #close} are called from other threads.
 */
public final class EurekaLocalServices implements LocalServices {
  private final EurekaApi api;
  private final SourceLoop loop;
  private final SourceRecords records;
  private final Publication publication;
  private final EurekaWatch watch;

  /**
   * Asks nothing before it is started; closes what it is given.
   *
   * @param servers of one registry, at least one; the first is asked first
   * @param facts of the source
   */
  public EurekaLocalServices(
      EurekaApi api,
      List<URI> servers,
      ServiceMapping mapping,
      Cluster facts,
      EurekaPace pace,
      SourceLoop loop) {
    this.api = api;
    this.loop = loop;
    this.records = new SourceRecords(facts);
    this.publication = new Publication(loop, this::state);
    this.watch =
        new EurekaWatch(
            facts.origin(),
            api,
            new Peers(servers),
            new Importing(mapping, records),
            pace,
            loop,
            publication::changed);
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
