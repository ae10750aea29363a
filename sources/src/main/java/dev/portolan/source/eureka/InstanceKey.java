package dev.portolan.source.eureka;

import java.util.Comparator;

/**
 * What an instance is called at Eureka.
 *
 * @param app application that it belongs to, mostly in upper case
 * @param id distinct among the instances of the application
 */
public record InstanceKey(String app, String id) implements Comparable<InstanceKey> {
  private static final Comparator<InstanceKey> ORDER =
      Comparator.comparing(InstanceKey::app).thenComparing(InstanceKey::id);

  @Override
  public int compareTo(InstanceKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return app + "/" + id;
  }
}
