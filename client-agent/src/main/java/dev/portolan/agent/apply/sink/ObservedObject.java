package dev.portolan.agent.apply.sink;

import dev.portolan.registry.OriginId;
import java.util.Set;

/**
 * What stands in the cluster under an identity.
 *
 * @param fingerprint of the object as found, not as annotated: an edited object differs; empty
 *     unless the object is ours
 * @param epoch epoch of the revision it was written at, empty when unknown
 * @param sequence of that revision, 0 when unknown
 * @param origins whose endpoints it carries, or that shaped it without having any
 * @param hosts that it speaks of, as written: a ServiceEntry's or VirtualService's hosts, a
 *     DestinationRule's host
 */
public record ObservedObject(
    ObjectRef ref,
    Custody custody,
    String fingerprint,
    String epoch,
    long sequence,
    Set<OriginId> origins,
    Set<String> hosts,
    Handle handle) {
  public ObservedObject {
    origins = Set.copyOf(origins);
    hosts = Set.copyOf(hosts);
  }

  /** An object of which it is not known at which revision of its epoch it was written. */
  public ObservedObject(
      ObjectRef ref,
      Custody custody,
      String fingerprint,
      String epoch,
      Set<OriginId> origins,
      Set<String> hosts,
      Handle handle) {
    this(ref, custody, fingerprint, epoch, 0, origins, hosts, handle);
  }

  /** Written, repaired and removed by us. */
  public boolean ours() {
    return custody == Custody.OURS;
  }
}
