package dev.portolan.source.zookeeper;

import dev.portolan.agent.discovery.LocalServices;
import dev.portolan.agent.discovery.LocalState;
import dev.portolan.registry.Cluster;
import dev.portolan.source.loop.SourceLoop;
import dev.portolan.source.mapping.ServiceMapping;
import dev.portolan.source.records.Publication;
import dev.portolan.source.records.SourceRecords;
import java.util.List;
import java.util.function.Consumer;

/**
 * What is registered below some paths of a ZooKeeper ensemble as an origin's services. All work is
 * done on the loop; only {@link #start} and {@link #close} are called from other threads.
 */
public final class ZooKeeperLocalServices implements LocalServices {
  private final ZooKeeperApi api;
  private final SourceLoop loop;
  private final SourceRecords records;
  private final Publication publication;
  private final ZooKeeperWatch watch;

  /**
   * Asks nothing before it is started; closes what it is given.
   *
   * @param paths below which there is a node for each service, and below that one for each instance
   * @param facts of the source
   */
  public ZooKeeperLocalServices(
      ZooKeeperApi api,
      List<String> paths,
      ServiceMapping mapping,
      Cluster facts,
      ZooKeeperPace pace,
      SourceLoop loop) {
    this.api = api;
    this.loop = loop;
    this.records = new SourceRecords(facts);
    this.publication = new Publication(loop, this::state);
    this.watch =
        new ZooKeeperWatch(
            facts.origin(),
            api,
            paths,
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
