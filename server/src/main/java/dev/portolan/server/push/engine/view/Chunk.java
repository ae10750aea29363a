package dev.portolan.server.push.engine.view;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/**
 * One response. Incremental ones carry at most {@link #MAX_BYTES}, cut from the differences between
 * two views; a resource that alone is larger travels alone. Full ones are one response whatever
 * they carry, since xDS takes what is missing in one for deleted.
 *
 * @param through the last name that it carries; empty when it carries none
 * @param last nothing follows it
 * @param isEmpty leaving it out tells the subscriber as much as sending it
 */
public record Chunk(Response response, String through, boolean last, boolean isEmpty) {
  public static final int MAX_BYTES = 256 * 1024;

  /** Takes from the differences what fits. */
  public static Chunk cut(String typeUrl, String nonce, Iterator<Difference> differences) {
    List<EncodedResource> resources = new ArrayList<>();
    List<String> removed = new ArrayList<>();
    int size = ResponseBytes.envelope(typeUrl, nonce);
    String through = "";
    boolean last = true;
    while (differences.hasNext()) {
      Difference difference = differences.next();
      int added = ResponseBytes.added(difference);
      if (!through.isEmpty() && size + added > MAX_BYTES) {
        last = false;
        break;
      }
      size += added;
      through = difference.name();
      if (difference.now() == null) {
        removed.add(difference.name());
      } else {
        resources.add(difference.now());
      }
    }
    Response response = Response.incremental(typeUrl, nonce, resources, removed);
    return new Chunk(response, through, last, through.isEmpty());
  }

  /** Everything that is subscribed to; says much even if it carries nothing. */
  public static Chunk whole(
      String typeUrl, String nonce, String version, Collection<EncodedResource> resources) {
    Response response = Response.state(typeUrl, nonce, version, List.copyOf(resources));
    return new Chunk(response, "", true, false);
  }

  /** Some of what is subscribed to, of a type of which what is missing is not gone. */
  public static Chunk part(
      String typeUrl, String nonce, String version, List<EncodedResource> resources) {
    Response response = Response.state(typeUrl, nonce, version, resources);
    return new Chunk(response, "", true, resources.isEmpty());
  }
}
