package dev.portolan.server.push;

import dev.portolan.federation.Scope;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.server.control.StoredMessage;
import dev.portolan.server.push.engine.view.Bookmark;
import dev.portolan.server.push.engine.view.ScopeView;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The views of all scopes that somebody watches. A scope that nobody watches costs nothing; it is
 * made again, with its recent history, when somebody comes. Confined to the projection's thread.
 */
final class ScopeTable {
  private final ScopeProjector projector = new ScopeProjector();
  private final RecentKeys recent = new RecentKeys();
  private final Map<Scope, ScopeView> views = new HashMap<>();

  /** The view of a scope, made if need be. */
  ScopeView view(Scope scope, RegistrySnapshot snapshot, Bookmark bookmark) {
    return views.computeIfAbsent(
        scope, absent -> projector.start(snapshot, scope, bookmark, recent));
  }

  /** Forgets all scopes but these. */
  void retain(Set<Scope> watched) {
    views.keySet().retainAll(watched);
  }

  /** The same views at a later point. */
  void mark(Bookmark bookmark) {
    views.replaceAll((scope, view) -> view.at(bookmark));
  }

  /**
   * Begins anew, as in another epoch: no earlier view leads to the next ones.
   *
   * @param messages of records in the snapshot, as far as they are at hand
   */
  void restart(RegistrySnapshot snapshot, List<StoredMessage> messages) {
    recent.restart(snapshot.revision().sequence());
    projector.restart(messages);
    views.clear();
  }

  /** Takes a change into all views; the scopes whose content is another now. */
  Set<Scope> advance(RegistrySnapshot snapshot, TouchedKeys touched, Bookmark bookmark) {
    projector.touch(touched.keys());
    remember(snapshot.revision().sequence(), touched);
    Set<String> meshes = touched.regrouped() ? Set.of() : meshes(snapshot, touched);
    Set<Scope> changed = new HashSet<>();
    for (Map.Entry<Scope, ScopeView> entry : views.entrySet()) {
      Scope scope = entry.getKey();
      ScopeView before = entry.getValue();
      ScopeView after = before.at(bookmark);
      if (touched.regrouped()) {
        after = projector.again(before, snapshot, scope, bookmark);
      } else if (meshes.contains(scope.mesh())) {
        after = projector.next(before, snapshot, scope, bookmark, touched.keys());
      }
      entry.setValue(after);
      if (!after.sameContent(before)) {
        changed.add(scope);
      }
    }
    return changed;
  }

  private void remember(long sequence, TouchedKeys touched) {
    if (touched.regrouped() || !touched.rewired().isEmpty() || !touched.unruled().isEmpty()) {
      // What a scope contained before cannot be told from what it would contain now.
      recent.restart(sequence);
    } else {
      recent.add(sequence, touched.keys(), touched.shown());
    }
  }

  private static Set<String> meshes(RegistrySnapshot snapshot, TouchedKeys touched) {
    Set<OriginId> origins = new HashSet<>();
    touched.keys().stream().map(ResourceKey::owner).flatMap(Optional::stream).forEach(origins::add);
    Set<String> meshes = new HashSet<>(touched.ruled());
    for (OriginId origin : origins) {
      snapshot.meshOf(origin).map(VirtualMesh::key).ifPresent(key -> meshes.add(key.name()));
    }
    return meshes;
  }
}
