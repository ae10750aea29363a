package dev.portolan.server.push;

import dev.portolan.federation.Scope;
import dev.portolan.federation.Visibility;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.server.control.StoredMessage;
import dev.portolan.server.push.engine.view.Bookmark;
import dev.portolan.server.push.engine.view.EncodedResource;
import dev.portolan.server.push.engine.view.ScopeView;
import dev.portolan.server.push.engine.view.TypeView;
import dev.portolan.tree.SortedTree;
import dev.portolan.wire.xds.ResourceNames;
import dev.portolan.wire.xds.ResourceType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes the views of scopes from snapshots. Confined to the projection's thread; its only state is
 * the table of encoded records.
 */
final class ScopeProjector {
  private final EncodingTable encodings = new EncodingTable();

  void touch(Collection<ResourceKey> keys) {
    encodings.touch(keys);
  }

  /** Forgets everything but these messages, which are of records as they are now. */
  void restart(List<StoredMessage> messages) {
    encodings.restart(messages);
  }

  /** A scope's first view, with as much of its history as is known. */
  ScopeView start(RegistrySnapshot snapshot, Scope scope, Bookmark bookmark, RecentKeys recent) {
    Map<ResourceType, List<ResourceKey>> contents = new EnumMap<>(ResourceType.class);
    for (ResourceKey key : ScopeContents.of(snapshot, scope)) {
      contents.computeIfAbsent(EncodingTable.typeOf(key), absent -> new ArrayList<>()).add(key);
    }
    Map<String, SortedTree<String, EncodedResource>> encoded = new HashMap<>();
    contents.forEach(
        (type, keys) -> encoded.put(type.typeUrl(), encodings.findAll(snapshot, type, keys)));
    Map<String, SortedMap<Long, List<String>>> changed =
        recent.names(
            (key, shown) ->
                Visibility.visible(snapshot, scope, key)
                    || (shown && Visibility.placed(snapshot, scope, key)),
            ScopeProjector::typeUrl);
    Map<String, TypeView> types = new HashMap<>();
    for (String type : PushTypes.ALL.data()) {
      types.put(
          type,
          TypeView.start(
              snapshot.revision().sequence(),
              encoded.getOrDefault(type, SortedTree.empty(EncodedResource.BY_NAME)),
              recent.floor(),
              changed.getOrDefault(type, Collections.emptySortedMap())));
    }
    return new ScopeView(types, bookmark);
  }

  /** The view after some records may have changed; the same content if it shows none of that. */
  ScopeView next(
      ScopeView view,
      RegistrySnapshot snapshot,
      Scope scope,
      Bookmark bookmark,
      Collection<ResourceKey> keys) {
    Map<String, Map<String, Optional<EncodedResource>>> changes = new HashMap<>();
    for (ResourceKey key : keys) {
      changes
          .computeIfAbsent(typeUrl(key), absent -> new TreeMap<>())
          .put(
              ResourceNames.of(key),
              Visibility.visible(snapshot, scope, key)
                  ? encodings.find(snapshot, key)
                  : Optional.empty());
    }
    return with(view, snapshot, bookmark, changes);
  }

  /** The view after anything may have changed. */
  ScopeView again(ScopeView view, RegistrySnapshot snapshot, Scope scope, Bookmark bookmark) {
    Map<String, Map<String, Optional<EncodedResource>>> changes = new HashMap<>();
    view.types()
        .forEach(
            (type, before) -> {
              Map<String, Optional<EncodedResource>> gone = new TreeMap<>();
              before.resources().forEach(resource -> gone.put(resource.name(), Optional.empty()));
              changes.put(type, gone);
            });
    for (ResourceKey key : ScopeContents.of(snapshot, scope)) {
      changes
          .computeIfAbsent(typeUrl(key), absent -> new TreeMap<>())
          .put(ResourceNames.of(key), encodings.find(snapshot, key));
    }
    return with(view, snapshot, bookmark, changes);
  }

  private static ScopeView with(
      ScopeView view,
      RegistrySnapshot snapshot,
      Bookmark bookmark,
      Map<String, Map<String, Optional<EncodedResource>>> changes) {
    Map<String, TypeView> types = new HashMap<>(view.types());
    boolean changed = false;
    for (var change : changes.entrySet()) {
      TypeView before = view.type(change.getKey());
      TypeView after = before.with(snapshot.revision().sequence(), change.getValue());
      types.put(change.getKey(), after);
      changed |= after != before;
    }
    return changed ? new ScopeView(types, bookmark) : view.at(bookmark);
  }

  private static String typeUrl(ResourceKey key) {
    return EncodingTable.typeOf(key).typeUrl();
  }
}
