package dev.portolan.server.push.engine;

import dev.portolan.server.push.engine.view.ScopeView;

/**
 * Told about the views of one subscriber. Called from the source's thread: hand over and return.
 */
public interface ViewWatcher {

  /**
   * The subscriber is to hold this now.
   *
   * @param scopeSince sequence since which the subscriber has been in this view's scope
   */
  void view(ScopeView view, long scopeSince);

  /**
   * Nothing changed, and the way from the writer to here is alive: the same view, a new bookmark.
   */
  void beat(ScopeView view);
}
