package dev.portolan.server.push.engine;

/** Where streams get the views of their scopes. Calls return at once, on any thread. */
public interface ViewSource {

  /** Tells the watcher of the subscriber's view, now if there is one, and of each that follows. */
  void attach(String subscriber, ViewWatcher watcher);

  /** The last word to this watcher may already be under way; after it there is none. */
  void detach(String subscriber, ViewWatcher watcher);
}
