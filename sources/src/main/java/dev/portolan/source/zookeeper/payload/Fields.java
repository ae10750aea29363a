package dev.portolan.source.zookeeper.payload;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A JSON object's fields as metadata: each by its path with dots ({@code payload.zone}), those of
 * {@code payload} and {@code metadata} also by their own names. What is too deep, too long or too
 * much is left out. Pure.
 */
record Fields(JsonNode root) {
  private static final int DEEPEST = 4;
  private static final int MOST = 100;
  private static final int LONGEST = 256;
  private static final List<String> SECTIONS =
      List.of("/payload/metadata", "/metadata", "/payload");

  SortedMap<String, String> metadata() {
    SortedMap<String, String> metadata = new TreeMap<>();
    for (String section : SECTIONS) {
      collect(root.at(section), "", DEEPEST, metadata);
    }
    collect(root, "", 0, metadata);
    return metadata;
  }

  private static void collect(
      JsonNode object, String prefix, int depth, SortedMap<String, String> into) {
    for (var field : object.properties()) {
      JsonNode value = field.getValue();
      String key = prefix + field.getKey();
      if (value.isObject() && depth < DEEPEST) {
        collect(value, key + ".", depth + 1, into);
      } else if (value.isValueNode() && !value.isNull()) {
        put(key, value.asText(), into);
      }
    }
  }

  private static void put(String key, String value, SortedMap<String, String> into) {
    boolean fits = key.length() <= LONGEST && value.length() <= LONGEST && into.size() < MOST;
    if (fits && !key.startsWith("node.")) {
      into.putIfAbsent(key, value);
    }
  }
}
