package dev.portolan.server.push;

import dev.portolan.federation.Scope;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.server.push.engine.ViewWatcher;
import dev.portolan.server.push.engine.view.ScopeView;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who watches which scope, and since when each subscriber has been in its scope. Confined to the
 * projection's thread.
 */
final class Audience {
  private final Map<ViewWatcher, OriginId> watchers = new LinkedHashMap<>();
  private final Map<Scope, Set<ViewWatcher>> scopes = new HashMap<>();
  private final Map<ViewWatcher, Scope> seats = new LinkedHashMap<>();
  private final Map<OriginId, Long> scopeSince = new HashMap<>();

  void add(ViewWatcher watcher, OriginId origin) {
    watchers.put(watcher, origin);
  }

  void remove(ViewWatcher watcher) {
    leave(watcher);
    watchers.remove(watcher);
  }

  /** Puts a watcher into its scope, and out of the one where it was. */
  void seat(ViewWatcher watcher, Scope scope) {
    leave(watcher);
    seats.put(watcher, scope);
    scopes.computeIfAbsent(scope, absent -> new LinkedHashSet<>()).add(watcher);
  }

  private void leave(ViewWatcher watcher) {
    Scope scope = seats.remove(watcher);
    if (scope != null) {
      scopes.computeIfPresent(
          scope,
          (same, others) -> {
            others.remove(watcher);
            return others.isEmpty() ? null : others;
          });
    }
  }

  boolean isIn(ViewWatcher watcher, Scope scope) {
    return scope.equals(seats.get(watcher));
  }

  /** Scopes with at least one watcher. */
  Set<Scope> scopes() {
    return scopes.keySet();
  }

  List<ViewWatcher> watchers() {
    return List.copyOf(watchers.keySet());
  }

  List<ViewWatcher> watchersOf(Collection<OriginId> origins) {
    return watchers().stream().filter(each -> origins.contains(originOf(each))).toList();
  }

  OriginId originOf(ViewWatcher watcher) {
    OriginId origin = watchers.get(watcher);
    if (origin == null) {
      throw new IllegalStateException("a watcher that was not added");
    }
    return origin;
  }

  /** Remembers whose scope changed between two snapshots, present or not. */
  void follow(RegistrySnapshot before, RegistrySnapshot after, Collection<OriginId> origins) {
    for (OriginId origin : origins) {
      if (!Scope.of(before, origin).equals(Scope.of(after, origin))) {
        scopeSince.put(origin, after.revision().sequence());
      }
    }
  }

  /** Nothing that was known of earlier scopes counts in a new epoch. */
  void restart() {
    scopeSince.clear();
    seats.clear();
    scopes.clear();
  }

  void tell(ViewWatcher watcher, ScopeView view) {
    watcher.view(view, scopeSince.getOrDefault(originOf(watcher), 0L));
  }

  void tell(Scope scope, ScopeView view) {
    scopes.getOrDefault(scope, Set.of()).forEach(watcher -> tell(watcher, view));
  }

  void beat(Scope scope, ScopeView view) {
    scopes.getOrDefault(scope, Set.of()).forEach(watcher -> watcher.beat(view));
  }
}
