package dev.portolan.server.push.engine.view;

import java.util.Map;

/**
 * Everything that a scope contains at one point.
 *
 * @param types by type URL; the same map as long as nothing in the scope changes
 * @param bookmark marks this point on streams
 */
public record ScopeView(Map<String, TypeView> types, Bookmark bookmark) {
  public ScopeView {
    // An immutable map is not copied, so its identity lasts: see sameContent.
    types = Map.copyOf(types);
  }

  /** The view of a type; empty when the scope does not know it. */
  public TypeView type(String url) {
    return types.getOrDefault(url, TypeView.EMPTY);
  }

  public Point point() {
    return bookmark.point();
  }

  /** The same content at a later point. */
  public ScopeView at(Bookmark later) {
    return new ScopeView(types, later);
  }

  /** Whether nothing but the point differs; may say no for equal content of other origin. */
  public boolean sameContent(ScopeView other) {
    return types == other.types;
  }
}
