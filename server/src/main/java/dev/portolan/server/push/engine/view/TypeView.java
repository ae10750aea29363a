package dev.portolan.server.push.engine.view;

import dev.portolan.tree.Change;
import dev.portolan.tree.SortedTree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All resources of one type in one scope at one point. Immutable; equal only to itself, so that
 * "the subscriber holds this view" is one reference, and two streams at the same view are known to
 * be.
 */
public final class TypeView {
  /** Nothing, of no scope. */
  public static final TypeView EMPTY = start(0, List.of());

  /** Names up to which the log is quicker than a comparison. */
  private static final int MAX_NAMED = 256;

  /** Changed resources that a subscriber may need for itself, whatever share of all they are. */
  private static final int MAX_OWN = 4096;

  private final Object lineage;
  private final long sequence;
  private final SortedTree<String, EncodedResource> resources;
  private final ChangeLog log;
  private final long digest;
  private final boolean personal;

  private TypeView(
      Object lineage,
      long sequence,
      SortedTree<String, EncodedResource> resources,
      ChangeLog log,
      long digest,
      boolean personal) {
    this.lineage = lineage;
    this.sequence = sequence;
    this.resources = resources;
    this.log = log;
    this.digest = digest;
    this.personal = personal;
  }

  /** The first view of a scope: what was before is not known. */
  public static TypeView start(long sequence, Collection<EncodedResource> resources) {
    return start(sequence, byName(resources), sequence, new TreeMap<>());
  }

  /**
   * The first view of a scope of which some history is known all the same.
   *
   * @param resources by name
   * @param floor every change after this sequence is in {@code recent}
   * @param recent names by the sequence of their change
   */
  public static TypeView start(
      long sequence,
      SortedTree<String, EncodedResource> resources,
      long floor,
      SortedMap<Long, ? extends Collection<String>> recent) {
    return start(sequence, resources, floor, recent, ChangeLog.MAX_NAMES);
  }

  static TypeView start(
      long sequence,
      SortedTree<String, EncodedResource> resources,
      long floor,
      SortedMap<Long, ? extends Collection<String>> recent,
      int maxNames) {
    SortedMap<Long, List<EncodedResource>> changes = new TreeMap<>();
    recent.forEach(
        (when, names) ->
            changes.put(when, names.stream().map(each -> find(resources, each)).toList()));
    ChangeLog log = ChangeLog.of(floor, changes, maxNames);
    return new TypeView(
        new Object(), sequence, resources, log, digest(resources.elements()), false);
  }

  /** Resources in any order, each name once, as a tree; nearly sorted is cheapest. */
  static SortedTree<String, EncodedResource> byName(Collection<EncodedResource> resources) {
    return SortedTree.empty(EncodedResource.BY_NAME)
        .plusAll(resources.stream().sorted(EncodedResource.BY_NAME::compare).toList());
  }

  /** What is under a name, or the name alone. */
  private static EncodedResource find(SortedTree<String, EncodedResource> tree, String name) {
    EncodedResource found = tree.get(name);
    return found == null ? EncodedResource.nameOnly(name) : found;
  }

  /**
   * The next view of the same scope.
   *
   * @param changes by name: the resource now, or empty when it is gone; what is no change is left
   *     out
   * @return this view when nothing changed
   */
  public TypeView with(long newSequence, Map<String, Optional<EncodedResource>> changes) {
    SortedTree<String, EncodedResource> next = resources;
    long sum = digest;
    Collection<EncodedResource> changed = new ArrayList<>();
    for (Map.Entry<String, Optional<EncodedResource>> change : changes.entrySet()) {
      String name = change.getKey();
      EncodedResource now = change.getValue().orElse(null);
      EncodedResource before = next.get(name);
      if (!EncodedResource.same(before, now)) {
        sum += (now == null ? 0 : now.mark()) - (before == null ? 0 : before.mark());
        next = now == null ? next.minus(name) : next.plus(now);
        changed.add(now == null ? EncodedResource.nameOnly(name) : now);
      }
    }
    return changed.isEmpty()
        ? this
        : new TypeView(lineage, newSequence, next, log.with(newSequence, changed), sum, false);
  }

  /** At which the view last changed. */
  public long sequence() {
    return sequence;
  }

  /**
   * A version of the whole content: alike for equal content, on every replica and after every
   * restart. Base 36.
   */
  public String version() {
    return Long.toUnsignedString(digest, Character.MAX_RADIX);
  }

  /** The same for some resources. */
  public static String version(Collection<EncodedResource> resources) {
    return Long.toUnsignedString(digest(resources), Character.MAX_RADIX);
  }

  private static long digest(Collection<EncodedResource> resources) {
    return resources.stream().mapToLong(EncodedResource::mark).sum();
  }

  /** By name, sorted. */
  public Collection<EncodedResource> resources() {
    return resources.elements();
  }

  public @Nullable EncodedResource get(String name) {
    return resources.get(name);
  }

  /** Where a later view has another object under a name behind this one. */
  Iterator<Change<EncodedResource>> changes(TypeView later, String after) {
    return after.isEmpty()
        ? resources.changes(later.resources)
        : resources.changesAfter(after, later.resources);
  }

  /**
   * Names that may differ from an earlier view; empty when that is of another scope or too long
   * ago, or when they are so many that comparing the two views costs less.
   */
  Optional<NavigableSet<String>> changedSince(TypeView earlier) {
    if (earlier.lineage != lineage || !log.reaches(earlier.sequence)) {
      return Optional.empty();
    }
    List<EncodedResource> changed = log.since(earlier.sequence, MAX_NAMED);
    return changed.size() > MAX_NAMED
        ? Optional.empty()
        : Optional.of(
            changed.stream()
                .map(EncodedResource::name)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  /**
   * From where a subscriber that was at this scope's view at {@code point} gets to this very view:
   * this view without what changed since, and with what is gone since. When most of a large view
   * changed, from nothing but what is gone: to send everything, in responses that others get too,
   * costs less than to tell what of it one subscriber needs. Empty when that is too long ago.
   *
   * <p>The subscriber may still hold older versions of what is not in it: it leads to no other
   * view.
   */
  public Optional<TypeView> heldAt(long point) {
    if (!log.reaches(point)) {
      return Optional.empty();
    }
    List<EncodedResource> changed = log.since(point, Integer.MAX_VALUE);
    if (changed.isEmpty()) {
      return Optional.of(this);
    }
    boolean most = changed.size() > MAX_OWN && changed.size() > resources.size() / 2;
    SortedTree<String, EncodedResource> held =
        most ? SortedTree.empty(EncodedResource.BY_NAME) : resources;
    for (EncodedResource each : changed) {
      if (each.isNameOnly()) {
        held = held.plus(each);
      } else if (!most) {
        held = held.minus(each.name());
      }
    }
    return Optional.of(held.isEmpty() ? EMPTY : heldOnly(point, held, 0));
  }

  /**
   * What a subscriber holds by its own account. Costs memory for what differs from this view only,
   * unless that is most of it: an account that is right is this view.
   */
  public TypeView heldAs(Listing listing) {
    List<EncodedResource> listed = listing.against(resources);
    if (isExactly(listed)) {
      return this;
    }
    SortedTree<String, EncodedResource> account =
        SortedTree.empty(EncodedResource.BY_NAME).plusAll(lastOfEachName(listed));
    List<Change<EncodedResource>> differences = new ArrayList<>();
    Iterator<Change<EncodedResource>> all = resources.changes(account);
    while (all.hasNext() && differences.size() <= resources.size() / 8) {
      differences.add(all.next());
    }
    if (all.hasNext()) {
      return heldOnly(sequence, account, 0);
    }
    SortedTree<String, EncodedResource> held = resources;
    for (Change<EncodedResource> each : differences) {
      EncodedResource before = each.before();
      EncodedResource after = each.after();
      held = after != null ? held.plus(after) : before != null ? held.minus(before.name()) : held;
    }
    return differences.isEmpty() ? this : heldOnly(sequence, held, 0);
  }

  /** Whether these are all of this view's own resources, in their order. */
  @SuppressWarnings("ReferenceEquality") // another object is another version
  private boolean isExactly(List<EncodedResource> listed) {
    if (listed.size() != resources.size()) {
      return false;
    }
    Iterator<EncodedResource> own = resources.iterator();
    for (EncodedResource each : listed) {
      if (each != own.next()) {
        return false;
      }
    }
    return true;
  }

  /** By name; protobuf's maps may have a key twice, and then the last one counts. */
  private static List<EncodedResource> lastOfEachName(List<EncodedResource> listed) {
    List<EncodedResource> sorted = new ArrayList<>(listed);
    sorted.sort(EncodedResource.BY_NAME::compare);
    List<EncodedResource> last = new ArrayList<>(sorted.size());
    for (int i = 0; i < sorted.size(); i++) {
      boolean again =
          i + 1 < sorted.size()
              && EncodedResource.BY_NAME.compare(sorted.get(i), sorted.get(i + 1)) == 0;
      if (!again) {
        last.add(sorted.get(i));
      }
    }
    return last;
  }

  /**
   * This view, and what is gone that a subscriber holds all the same: it is told of that later.
   * Costs memory for what is gone only.
   *
   * @param gone none of it is under a name of this view; empty: it is this view
   */
  public TypeView keeping(Collection<EncodedResource> gone) {
    SortedTree<String, EncodedResource> held = resources;
    for (EncodedResource each : gone) {
      held = held.plus(each);
    }
    return gone.isEmpty() ? this : heldOnly(sequence, held, digest + digest(gone));
  }

  /** Whether this is what one subscriber holds, and no view of a scope that others may be at. */
  public boolean personal() {
    return personal;
  }

  // It needs no log, and a version only if it may be sent as a whole.
  private static TypeView heldOnly(
      long sequence, SortedTree<String, EncodedResource> held, long digest) {
    return new TypeView(new Object(), sequence, held, ChangeLog.startingAt(sequence), digest, true);
  }

  @Override
  public String toString() {
    return resources.size() + " resources at " + sequence;
  }
}
