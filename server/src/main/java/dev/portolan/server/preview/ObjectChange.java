package dev.portolan.server.preview;

/**
 * What would become of one object.
 *
 * @param before as YAML; empty when there is none
 * @param after as YAML; empty when there would be none
 */
record ObjectChange(String kind, String namespace, String name, String before, String after) {
  ObjectChange {
    if (before.equals(after)) {
      throw new IllegalArgumentException(kind + " " + namespace + "/" + name + " does not change");
    }
  }

  /** Of the object at {@code <kind>/<namespace>/<name>}. */
  static ObjectChange at(String place, String before, String after) {
    String[] parts = place.split("/", 3);
    return new ObjectChange(parts[0], parts[1], parts[2], before, after);
  }

  boolean created() {
    return before.isEmpty();
  }

  boolean deleted() {
    return after.isEmpty();
  }
}
