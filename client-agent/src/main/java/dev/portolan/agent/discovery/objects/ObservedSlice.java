package dev.portolan.agent.discovery.objects;

import dev.portolan.agent.discovery.objects.ObservedService.Family;
import dev.portolan.registry.Endpoint.Health;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A Kubernetes EndpointSlice of IP addresses.
 *
 * @param service whose endpoints these are
 */
public record ObservedSlice(
    ObjectRef ref, ObjectRef service, Family family, List<Port> ports, List<Member> members)
    implements Observed {
  public ObservedSlice {
    ports = List.copyOf(ports);
    members = List.copyOf(members);
  }

  /**
   * One target port.
   *
   * @param name of the service's port, empty when unnamed
   * @param number empty means all ports
   */
  public record Port(String name, OptionalInt number) {}

  /**
   * One endpoint.
   *
   * @param address not yet judged; empty when the object has none
   * @param pod behind it, if it is a pod
   * @param node where it runs, empty when not said
   */
  public record Member(String address, Health health, Optional<ObjectRef> pod, String node) {}
}
