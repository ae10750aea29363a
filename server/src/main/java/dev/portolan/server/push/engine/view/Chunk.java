package dev.portolan.server.push.engine.view;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One response. Incremental ones carry at most {@link #MAX_BYTES}, cut from the differences between
 * two views; a resource that alone is larger travels alone, and one above {@link
 * #MAX_RESOURCE_BYTES} not at all. Full ones are one response whatever they carry, since xDS takes
 * what is missing in one for deleted.
 *
 * @param response null when it must not be sent
 * @param through the last name that it carries; empty when it carries none
 * @param last nothing follows it
 * @param isEmpty leaving it out tells the subscriber as much as sending it
 * @param withheld what should be in it and is too large
 */
public record Chunk(
    @Nullable Response response,
    String through,
    boolean last,
    boolean isEmpty,
    List<Withheld> withheld) {
  public static final int MAX_BYTES = 256 * 1024;

  /** A little below the 4 MiB that gRPC's clients take in one message. */
  public static final int MAX_RESOURCE_BYTES = (4 << 20) - (16 << 10);

  /**
   * Takes from the differences what fits.
   *
   * @param point that is complete with the last of them, which then says so; empty for none
   */
  public static Chunk cut(
      String typeUrl, String nonce, String point, Iterator<Difference> differences) {
    List<EncodedResource> resources = new ArrayList<>();
    List<String> removed = new ArrayList<>();
    List<Withheld> withheld = new ArrayList<>();
    int size = ResponseBytes.envelope(typeUrl, nonce) + ResponseBytes.version(point);
    String through = "";
    boolean last = true;
    while (differences.hasNext()) {
      Difference difference = differences.next();
      EncodedResource now = difference.now();
      int added = ResponseBytes.added(typeUrl, difference);
      if (now != null && added > MAX_RESOURCE_BYTES) {
        withheld.add(new Withheld(now.name(), now.version(), added, MAX_RESOURCE_BYTES));
        through = difference.name();
        continue;
      }
      boolean carries = !resources.isEmpty() || !removed.isEmpty();
      if (carries && size + added > MAX_BYTES) {
        last = false;
        break;
      }
      size += added;
      through = difference.name();
      if (now == null) {
        removed.add(difference.name());
      } else {
        resources.add(now);
      }
    }
    Response response = Response.incremental(typeUrl, nonce, last ? point : "", resources, removed);
    boolean empty = resources.isEmpty() && removed.isEmpty();
    return new Chunk(response, through, last, empty, List.copyOf(withheld));
  }

  /** Everything that is subscribed to; says much even if it carries nothing. */
  public static Chunk whole(
      String typeUrl,
      String nonce,
      String version,
      Collection<EncodedResource> resources,
      int maxBytes) {
    return state(typeUrl, nonce, version, List.copyOf(resources), false, maxBytes);
  }

  /** Some of what is subscribed to, of a type of which what is missing is not gone. */
  public static Chunk part(
      String typeUrl, String nonce, String version, List<EncodedResource> resources, int maxBytes) {
    return state(typeUrl, nonce, version, resources, resources.isEmpty(), maxBytes);
  }

  private static Chunk state(
      String typeUrl,
      String nonce,
      String version,
      List<EncodedResource> resources,
      boolean empty,
      int maxBytes) {
    long size = ResponseBytes.stateSize(typeUrl, nonce, version, resources);
    if (size > maxBytes) {
      return new Chunk(null, "", true, true, List.of(new Withheld("*", version, size, maxBytes)));
    }
    Response response = Response.state(typeUrl, nonce, version, resources);
    return new Chunk(response, "", true, empty, List.of());
  }
}
