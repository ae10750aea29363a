package dev.portolan.server.push.conformance;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.portolan.server.push.engine.ViewSource;
import dev.portolan.server.push.engine.ViewWatcher;
import dev.portolan.server.push.engine.view.Bookmark;
import dev.portolan.server.push.engine.view.EncodedResource;
import dev.portolan.server.push.engine.view.Point;
import dev.portolan.server.push.engine.view.ScopeView;
import dev.portolan.server.push.engine.view.TypeView;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** One scope for everybody, made of whole worlds. Thread-safe. */
final class SampleViews implements ViewSource {
  private final Set<ViewWatcher> watchers = new LinkedHashSet<>();
  private ScopeView view = new ScopeView(Map.of(), bookmark(0));
  private boolean published;
  private long sequence;

  private static Bookmark bookmark(long sequence) {
    return Bookmark.of(
        "type.googleapis.com/test.Bookmark",
        new Point("epoch", sequence),
        sequence,
        ByteString.EMPTY);
  }

  synchronized void publish(Map<String, SortedMap<String, Message>> world) {
    sequence++;
    Map<String, TypeView> types = new HashMap<>();
    for (String type : Types.ALL) {
      types.put(type, next(type, world.getOrDefault(type, new TreeMap<>())));
    }
    view = new ScopeView(types, bookmark(sequence));
    published = true;
    watchers.forEach(watcher -> watcher.view(view, 0));
  }

  private TypeView next(String type, SortedMap<String, Message> now) {
    TypeView before = view.type(type);
    Map<String, Optional<EncodedResource>> changes = new TreeMap<>();
    before.resources().forEach(resource -> changes.put(resource.name(), Optional.empty()));
    now.forEach(
        (name, message) ->
            changes.put(
                name,
                Optional.of(
                    EncodedResource.of(name, message.toByteString(), message.toByteString()))));
    return before == TypeView.EMPTY
        ? TypeView.start(sequence, List.of()).with(sequence, changes)
        : before.with(sequence, changes);
  }

  synchronized int watchers() {
    return watchers.size();
  }

  @Override
  public synchronized void attach(String subscriber, ViewWatcher watcher) {
    watchers.add(watcher);
    if (published) {
      watcher.view(view, 0);
    }
  }

  @Override
  public synchronized void detach(String subscriber, ViewWatcher watcher) {
    watchers.remove(watcher);
  }
}
