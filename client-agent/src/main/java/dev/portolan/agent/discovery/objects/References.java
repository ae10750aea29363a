package dev.portolan.agent.discovery.objects;

import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/** Which objects name which. Immutable. */
record References(TreePMap<ObjectRef, TreePSet<ObjectRef>> referrersByTarget) {
  static final References EMPTY = new References(TreePMap.empty());

  /** Who names this object, sorted; it need not exist. */
  SortedSet<ObjectRef> referrers(ObjectRef target) {
    return referrersByTarget.getOrDefault(target, TreePSet.empty());
  }

  References with(ObjectRef referrer, Collection<ObjectRef> targets) {
    TreePMap<ObjectRef, TreePSet<ObjectRef>> map = referrersByTarget;
    for (ObjectRef target : new TreeSet<>(targets)) {
      map = map.plus(target, map.getOrDefault(target, TreePSet.empty()).plus(referrer));
    }
    return new References(map);
  }

  References without(ObjectRef referrer, Collection<ObjectRef> targets) {
    TreePMap<ObjectRef, TreePSet<ObjectRef>> map = referrersByTarget;
    for (ObjectRef target : new TreeSet<>(targets)) {
      TreePSet<ObjectRef> left =
          map.getOrDefault(target, TreePSet.<ObjectRef>empty()).minus(referrer);
      map = left.isEmpty() ? map.minus(target) : map.plus(target, left);
    }
    return new References(map);
  }
}
