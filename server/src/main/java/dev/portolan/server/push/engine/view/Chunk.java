package dev.portolan.server.push.engine.view;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * One response of at most {@link #MAX_BYTES}, cut from the differences between two views. A
 * resource that alone is larger travels alone.
 *
 * @param through the last name that it carries; empty when it carries none
 * @param last nothing follows it
 */
public record Chunk(Response response, String through, boolean last) {
  public static final int MAX_BYTES = 256 * 1024;

  /** Takes from the differences what fits. */
  public static Chunk cut(String typeUrl, String nonce, Iterator<Difference> differences) {
    List<EncodedResource> resources = new ArrayList<>();
    List<String> removed = new ArrayList<>();
    int size = DeltaBytes.envelope(typeUrl, nonce);
    String through = "";
    boolean last = true;
    while (differences.hasNext()) {
      Difference difference = differences.next();
      int added = DeltaBytes.added(difference);
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
    return new Chunk(Response.of(typeUrl, nonce, resources, removed), through, last);
  }

  /** Carries neither resource nor removal. */
  public boolean isEmpty() {
    return through.isEmpty();
  }
}
