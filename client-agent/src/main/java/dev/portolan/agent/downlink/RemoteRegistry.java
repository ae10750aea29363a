package dev.portolan.agent.downlink;

import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Revision;
import java.util.concurrent.CompletionStage;

/**
 * Takes what the hub knows, one consistent point after the other. Called on the downlink's loop, in
 * order: hand over and return, never block.
 */
public interface RemoteRegistry {

  /**
   * The registry as an earlier process of this agent last had it; at most once, before the first
   * {@link #advance}. True then, and perhaps not now: nothing may be removed because of it.
   */
  void restored(RegistrySnapshot remembered, Revision revision);

  /**
   * The registry as the hub sees it at a revision. May be called again before earlier points are
   * done.
   *
   * @param received everything that this agent may see, its own origin included, as last accepted
   * @param revision of the point; that of {@code received}
   * @param epochChanged the registry has another lineage than at the call before: absences in it
   *     are those of a registry that may still be filling
   * @return completes when the objects of this point are written or refused; the point is then
   *     reported as in force. Failing means that it is not: the same point comes again at the next
   *     beat
   */
  CompletionStage<?> advance(RegistrySnapshot received, Revision revision, boolean epochChanged);
}
