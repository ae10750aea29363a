package dev.portolan.source.zookeeper;

import dev.portolan.agent.discovery.LocalServices;
import dev.portolan.registry.Cluster;
import dev.portolan.source.loop.SourceLoop;
import dev.portolan.source.mapping.ServiceMapping;
import dev.portolan.source.records.WatchedServices;
import java.util.List;

/** What is registered below some paths of a ZooKeeper ensemble as an origin's services. */
public final class ZooKeeperLocalServices {
  private ZooKeeperLocalServices() {}

  /**
   * Asks nothing before it is started; closes what it is given.
   *
   * @param paths below which there is a node for each service, and below that one for each instance
   * @param facts of the source
   */
  public static LocalServices of(
      ZooKeeperApi api,
      List<String> paths,
      ServiceMapping mapping,
      Cluster facts,
      ZooKeeperPace pace,
      SourceLoop loop) {
    return new WatchedServices(
        facts,
        loop,
        api::close,
        (records, changed) ->
            new ZooKeeperWatch(
                facts.origin(), api, paths, new Importing(mapping, records), pace, loop, changed));
  }
}
