package dev.portolan.server.push.engine;

import dev.portolan.server.push.engine.view.Bookmark;
import dev.portolan.server.push.engine.view.Chunk;
import dev.portolan.server.push.engine.view.Difference;
import dev.portolan.server.push.engine.view.EncodedResource;
import dev.portolan.server.push.engine.view.ResponseCache;
import dev.portolan.server.push.engine.view.TypeView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Makes the responses of one type on one stream: from the bytes that all streams at the same views
 * share, where that may be, else for this stream alone. Confined to its stream's thread.
 */
final class Flights {
  private final String type;
  private final boolean whole;
  private final String stem;
  private final @Nullable ResponseCache shared;
  private final int stateBytes;
  private final Supplier<String> nonces;
  private long lastShared = -1;

  /**
   * Flights of a type.
   *
   * @param types says whether a full response of the type carries all that is subscribed to
   * @param shared responses shared with other streams; null when this type's are never shared
   * @param stateBytes a full response above this is not sent
   * @param nonces makes nonces for responses of this stream alone
   */
  Flights(
      String type,
      ResourceTypes types,
      @Nullable ResponseCache shared,
      int stateBytes,
      Supplier<String> nonces) {
    this.type = type;
    this.whole = !types.partial().contains(type);
    // Two types may have the same short name, and a nonce must not come twice on a stream.
    this.stem =
        ResourceTypes.shortName(type)
            + "/"
            + Integer.toString(types.rank(type), Character.MAX_RADIX)
            + ".";
    this.shared = shared;
    this.stateBytes = stateBytes;
    this.nonces = nonces;
  }

  /** Whether what is missing in a full response of this type is gone. */
  boolean whole() {
    return whole;
  }

  /** Whether two views differ in what the subscriber wants. */
  boolean differ(TypeView from, TypeView to, Interest interest) {
    return differences(from, to, interest).apply("").hasNext();
  }

  private static Function<String, Iterator<Difference>> differences(
      TypeView from, TypeView to, Interest interest) {
    return after ->
        interest.wildcard()
            ? Difference.between(from, to, after)
            : Difference.named(from, to, interest.names().tailSet(after, false).iterator());
  }

  /** Names of what is wanted and held, and not in the next view any more. */
  NavigableSet<String> gone(TypeView held, TypeView next, Interest interest) {
    NavigableSet<String> gone = new TreeSet<>();
    for (Iterator<Difference> all = differences(held, next, interest).apply(""); all.hasNext(); ) {
      Difference difference = all.next();
      if (difference.now() == null) {
        gone.add(difference.name());
      }
    }
    return gone;
  }

  /** From one view to the next, by what differs. */
  Flight incremental(TypeView from, TypeView to, Interest interest, Quarantine quarantine) {
    // A nonce names its view, and must not come twice on a stream.
    if (interest.wildcard() && sharable(to) && !from.personal() && !quarantine.touches(from, to)) {
      ResponseCache cache = Objects.requireNonNull(shared);
      lastShared = to.sequence();
      return new Flight(
          to,
          after -> Difference.between(from, to, after),
          (after, index, mark) ->
              cache.chunk(type, () -> nonce(to, index, mark), text(mark), from, to, after));
    }
    Function<String, Iterator<Difference>> all = differences(from, to, interest);
    return alone(
        to, after -> stream(all.apply(after)).filter(each -> !quarantine.holds(each)).iterator());
  }

  /** What was asked for by name, as it is in {@code target}; the rest is held as before. */
  Flight answering(TypeView held, TypeView target, NavigableSet<String> asked) {
    return alone(
        held,
        after ->
            asked.tailSet(after, false).stream()
                .map(name -> new Difference(name, target.get(name)))
                .iterator());
  }

  private Flight alone(TypeView to, Function<String, Iterator<Difference>> differences) {
    return new Flight(
        to,
        differences,
        (after, index, mark) ->
            Chunk.cut(type, nonces.get(), text(mark), differences.apply(after)));
  }

  // The view may be the same at several points, and a nonce names its bytes.
  private String nonce(TypeView to, int index, @Nullable Bookmark mark) {
    String part = nonce(to) + "/" + index;
    return mark == null ? part : part + "@" + base36(mark.point().sequence());
  }

  private String nonce(TypeView to) {
    return stem + base36(to.sequence());
  }

  private static String base36(long number) {
    return Long.toString(number, Character.MAX_RADIX);
  }

  private static String text(@Nullable Bookmark mark) {
    return mark == null ? "" : mark.text();
  }

  /** All that the subscriber wants; or of a partial type what differs and what it asked for. */
  Flight state(TypeView from, TypeView to, Interest interest) {
    NavigableSet<String> asked = interest.takeOwed();
    Function<String, Iterator<Difference>> differences = differences(from, to, interest);
    return new Flight(
        to,
        differences,
        // A full response has a version of its own: its points are always marked by bookmarks.
        (after, index, mark) -> {
          if (whole) {
            return interest.wildcard() ? everything(to) : named(to, interest.names());
          }
          return part(differences.apply(""), to, asked);
        });
  }

  private Chunk everything(TypeView to) {
    if (shared != null && sharable(to)) {
      lastShared = to.sequence();
      return shared.whole(type, nonce(to), to, stateBytes);
    }
    return Chunk.whole(type, nonces.get(), to.version(), to.resources(), stateBytes);
  }

  private Chunk named(TypeView to, Collection<String> names) {
    List<EncodedResource> found = new ArrayList<>();
    for (String name : names) {
      EncodedResource resource = to.get(name);
      if (resource != null) {
        found.add(resource);
      }
    }
    return Chunk.whole(type, nonces.get(), TypeView.version(found), found, stateBytes);
  }

  private Chunk part(Iterator<Difference> changed, TypeView to, Collection<String> asked) {
    TreeMap<String, EncodedResource> found = new TreeMap<>();
    for (String name : asked) {
      EncodedResource resource = to.get(name);
      if (resource != null) {
        found.put(name, resource);
      }
    }
    while (changed.hasNext()) {
      Difference difference = changed.next();
      // A removal cannot be said: whoever refers to the name says it.
      if (difference.now() != null) {
        found.put(difference.name(), difference.now());
      }
    }
    List<EncodedResource> resources = List.copyOf(found.values());
    String version = TypeView.version(resources);
    return Chunk.part(type, nonces.get(), version, resources, stateBytes);
  }

  private boolean sharable(TypeView to) {
    return shared != null && !to.personal() && to.sequence() > lastShared;
  }

  private static Stream<Difference> stream(Iterator<Difference> differences) {
    Iterable<Difference> once = () -> differences;
    return StreamSupport.stream(once.spliterator(), false);
  }
}
