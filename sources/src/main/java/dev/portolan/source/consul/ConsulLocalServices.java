package dev.portolan.source.consul;

import dev.portolan.agent.discovery.LocalServices;
import dev.portolan.registry.Cluster;
import dev.portolan.source.loop.SourceLoop;
import dev.portolan.source.mapping.ServiceMapping;
import dev.portolan.source.records.WatchedServices;

/** A Consul datacentre as an origin's services. */
public final class ConsulLocalServices {
  private ConsulLocalServices() {}

  /**
   * Asks nothing before it is started; closes what it is given.
   *
   * @param facts of the source
   */
  public static LocalServices of(
      ConsulApi api, ServiceMapping mapping, Cluster facts, ConsulPace pace, SourceLoop loop) {
    return new WatchedServices(
        facts,
        loop,
        api::close,
        (records, changed) ->
            new ConsulWatch(
                facts.origin(), api, new Importing(mapping, records), pace, loop, changed));
  }
}
