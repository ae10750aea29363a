package dev.portolan.agent.apply;

import dev.portolan.agent.apply.sink.DesiredObject;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import java.util.List;
import java.util.Set;

/**
 * What should stand in the cluster for one global host.
 *
 * @param objects empty when the host should have none
 * @param uncertain origins whose absence says nothing: while an object of the host depends on one
 *     of them, all objects of the host stay as they are
 * @param epoch of the registry by which it was decided; empty when unknown
 * @param removable whether objects that the host no longer wants may go; if not, they stay and the
 *     others are written all the same
 */
public record DesiredHost(
    HostKey host,
    List<DesiredObject> objects,
    Set<OriginId> uncertain,
    String epoch,
    boolean removable) {
  public DesiredHost {
    objects = List.copyOf(objects);
    uncertain = Set.copyOf(uncertain);
  }

  /** A host of an unknown epoch. */
  public DesiredHost(
      HostKey host, List<DesiredObject> objects, Set<OriginId> uncertain, boolean removable) {
    this(host, objects, uncertain, "", removable);
  }

  /** The same host with other objects. */
  DesiredHost with(List<DesiredObject> others) {
    return new DesiredHost(host, others, uncertain, epoch, removable);
  }
}
