package dev.portolan.federation;

import dev.portolan.registry.OriginId;
import java.util.List;

/**
 * What became of one origin's service on the way to a host plan.
 *
 * @param destinations its own in the plan, sorted; none unless {@link Fate#USED}
 */
public record OriginFate(OriginId origin, Fate fate, List<Destination> destinations) {
  public OriginFate {
    destinations = destinations.stream().sorted(Destination.ORDER).toList();
    if (destinations.isEmpty() == (fate == Fate.USED)) {
      throw new IllegalArgumentException(
          "%s is %s with %d destinations".formatted(origin, fate, destinations.size()));
    }
  }

  /** How far an origin's service came; in the order in which the planner asks. */
  public enum Fate {
    /** The origin is in no virtual mesh with the cluster. */
    NOT_A_MEMBER,
    /** The virtual mesh does not export the service. */
    NOT_EXPORTED,
    /** The cluster does not import the namespace. */
    NOT_IMPORTED,
    /** The host is not written in the cluster at all; a finding about the host says why. */
    HOST_OMITTED,
    /** Its ports do not agree with those of the older service. */
    PORTS_DIFFER,
    /** The cluster's own Service has its endpoints already; the others join it. */
    OWN_SERVICE,
    /** There is no way to its pods: no facts, or no gateway. */
    OUT_OF_REACH,
    /** Its mesh and the cluster's refuse each other's certificates, and it speaks nothing else. */
    UNVERIFIED,
    /** It could be reached, but nothing that the cluster may use is ready. */
    NOTHING_READY,
    /** The failover policy leaves it out. */
    RULED_OUT,
    /** Behind a gateway that knows the host under another domain than the first one does. */
    DOMAIN_DIFFERS,
    /** It is lost, and the partition rule takes it out. */
    WITHDRAWN,
    /** None of its destinations can stand beside those of the others, or there are too many. */
    LEFT_OUT,
    /** It has destinations in the plan. */
    USED
  }
}
