package dev.portolan.agent.apply;

import dev.portolan.agent.apply.sink.Custody;
import dev.portolan.agent.apply.sink.DesiredObject;
import dev.portolan.agent.apply.sink.Listing;
import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.ObservedObject;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What stands, as far as it is known from writes, lists and watches together. News that is older
 * than what is known is no news: a watch may be behind our own writes. Confined to one thread.
 */
final class ObservedObjects {
  private final Map<ObjectRef, ObservedObject> objects = new TreeMap<>();
  private final Rivals rivals;
  private int ours;

  ObservedObjects(Rivals rivals) {
    this.rivals = rivals;
  }

  Map<ObjectRef, ObservedObject> all() {
    return Collections.unmodifiableMap(objects);
  }

  /** Objects of ours that stand. */
  int ours() {
    return ours;
  }

  /** What is known under an identity now is this; the object that was known before. */
  Optional<ObservedObject> put(ObservedObject object) {
    ObservedObject before = objects.put(object.ref(), object);
    count(before, object);
    if (object.hosts().isEmpty() || object.custody() != Custody.FOREIGN) {
      rivals.gone(object.ref());
    } else {
      rivals.seen(object);
    }
    return Optional.ofNullable(before);
  }

  /**
   * An object that stands as it should shares what it says with what is wanted: there are thousands
   * of them. Nothing is known otherwise than before.
   */
  void share(DesiredObject desired) {
    ObservedObject found = objects.get(desired.ref());
    if (found != null && found.ref() != desired.ref()) {
      ObservedObject same = desired.written(found.handle());
      if (same.equals(found)) {
        objects.remove(desired.ref());
        objects.put(desired.ref(), same);
      }
    }
  }

  /** Nothing stands under an identity now. */
  Optional<ObservedObject> remove(ObjectRef ref) {
    ObservedObject before = objects.remove(ref);
    count(before, null);
    rivals.gone(ref);
    return Optional.ofNullable(before);
  }

  /** Whether a state of some version says something new about an identity. */
  boolean isNews(ObjectRef ref, String version) {
    ObservedObject known = objects.get(ref);
    return known == null || !known.handle().isLaterThan(version);
  }

  /** Takes a complete list over; the identities whose state it changes, and that state before. */
  Map<ObjectRef, Optional<ObservedObject>> merge(Listing listing) {
    Map<ObjectRef, Optional<ObservedObject>> changed = new TreeMap<>();
    Set<ObjectRef> absent = new HashSet<>(objects.keySet());
    for (ObservedObject object : listing.objects()) {
      absent.remove(object.ref());
      if (isNews(object.ref(), object.handle().version())
          && !object.equals(objects.get(object.ref()))) {
        changed.put(object.ref(), put(object));
      }
    }
    for (ObjectRef ref : absent) {
      if (isNews(ref, listing.version())) {
        changed.put(ref, remove(ref));
      }
    }
    return changed;
  }

  private void count(@Nullable ObservedObject before, @Nullable ObservedObject after) {
    ours += (after != null && after.ours() ? 1 : 0) - (before != null && before.ours() ? 1 : 0);
  }
}
