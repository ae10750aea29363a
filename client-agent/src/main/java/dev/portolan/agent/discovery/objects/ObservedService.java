package dev.portolan.agent.discovery.objects;

import dev.portolan.registry.Sorted;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A Kubernetes Service, not yet judged: names and numbers may be invalid.
 *
 * @param selector labels of its pods, empty where it selects none
 * @param nodeLocal clients see endpoints of their own node only
 * @param ports in the order of the object
 * @param gateway empty unless the service is an east-west gateway
 * @param asking its annotation asks for it to be exported
 */
public record ObservedService(
    ObjectRef ref,
    Type type,
    SortedMap<String, String> selector,
    Family family,
    boolean nodeLocal,
    List<Port> ports,
    SortedMap<String, String> labels,
    Optional<Instant> created,
    Optional<ObservedGateway> gateway,
    boolean asking)
    implements Observed {
  public ObservedService {
    ports = List.copyOf(ports);
    selector = Sorted.map(selector);
    labels = Sorted.map(labels);
  }

  /** Whether it chooses its pods itself. */
  public boolean selective() {
    return !selector.isEmpty();
  }

  /** The same service as a gateway that says this of itself. */
  public ObservedService with(ObservedGateway said) {
    return new ObservedService(
        ref, type, selector, family, nodeLocal, ports, labels, created, Optional.of(said), asking);
  }

  /**
   * One port.
   *
   * @param name empty when unnamed
   * @param transport TCP, UDP or SCTP
   * @param appProtocol empty when not given
   * @param target the pods' port; 0 where it has a name only
   */
  public record Port(String name, int number, String transport, String appProtocol, int target) {
    /** A port that the pods have, too. */
    public Port(String name, int number, String transport, String appProtocol) {
      this(name, number, transport, appProtocol, number);
    }
  }

  /** How the service is addressed. */
  public enum Type {
    VIRTUAL_IP,
    HEADLESS,
    EXTERNAL_NAME
  }

  /** The family of its first address, which is the one that counts. */
  public enum Family {
    IPV4,
    IPV6
  }
}
