package dev.portolan.source.eureka;

import dev.portolan.agent.discovery.LocalServices;
import dev.portolan.registry.Cluster;
import dev.portolan.source.loop.SourceLoop;
import dev.portolan.source.mapping.ServiceMapping;
import dev.portolan.source.records.WatchedServices;
import java.net.URI;
import java.util.List;

/** What is registered at Eureka as an origin's services. */
public final class EurekaLocalServices {
  private EurekaLocalServices() {}

  /**
   * Asks nothing before it is started; closes what it is given.
   *
   * @param servers of one registry, at least one; the first is asked first
   * @param facts of the source
   */
  public static LocalServices of(
      EurekaApi api,
      List<URI> servers,
      ServiceMapping mapping,
      Cluster facts,
      EurekaPace pace,
      SourceLoop loop) {
    return new WatchedServices(
        facts,
        loop,
        api::close,
        (records, changed) ->
            new EurekaWatch(
                facts.origin(),
                api,
                new Peers(servers),
                new Importing(mapping, records),
                pace,
                loop,
                changed));
  }
}
