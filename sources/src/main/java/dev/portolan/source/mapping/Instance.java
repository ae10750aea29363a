package dev.portolan.source.mapping;

import dev.portolan.registry.Endpoint.Health;
import dev.portolan.registry.Sorted;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * One instance of a service as a foreign registry has it, in words that all of them share. Nothing
 * in it is checked: it is what somebody else wrote.
 *
 * @param service name of the service there
 * @param id distinct among the instances of the service
 * @param address IP literal, or whatever stands there
 * @param port 0 when there is none
 * @param datacenter empty when the registry knows none
 * @param metadata of the instance; that of its node with keys that begin with {@code node.}
 * @param weight its part of what the service's instances get together
 */
public record Instance(
    String service,
    String id,
    String address,
    int port,
    Health health,
    String datacenter,
    SortedSet<String> tags,
    SortedMap<String, String> metadata,
    int weight) {
  public Instance {
    tags = Sorted.set(tags);
    metadata = Sorted.map(metadata);
  }

  /** One that gets as much as any other. */
  public Instance(
      String service,
      String id,
      String address,
      int port,
      Health health,
      String datacenter,
      SortedSet<String> tags,
      SortedMap<String, String> metadata) {
    this(service, id, address, port, health, datacenter, tags, metadata, 1);
  }

  /** A ready instance to derive others from. */
  public static Instance of(String service, String id, String address, int port) {
    return new Instance(
        service, id, address, port, Health.READY, "", Sorted.set(List.of()), Sorted.map(Map.of()));
  }

  /** The same instance in another state. */
  public Instance with(Health other) {
    return new Instance(service, id, address, port, other, datacenter, tags, metadata, weight);
  }

  /** The same instance with another weight. */
  public Instance weighing(int other) {
    return new Instance(service, id, address, port, health, datacenter, tags, metadata, other);
  }
}
