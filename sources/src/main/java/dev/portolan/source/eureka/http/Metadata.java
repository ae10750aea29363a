package dev.portolan.source.eureka.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What rules see of an instance: its own metadata; fields of the instance by their names; of where
 * it is, with keys that begin with {@code node.}, what its data centre says, its zone and region,
 * and the scheme of a secure port. What is too long or too much is left out. Pure.
 *
 * @param json the instance
 */
record Metadata(JsonNode json) {
  private static final int MOST = 100;
  private static final int LONGEST = 256;
  private static final List<String> FIELDS =
      List.of("hostName", "vipAddress", "secureVipAddress", "appGroupName", "asgName");
  // As clouds name zones: us-east-1c is one of us-east-1.
  private static final Pattern CLOUD_ZONE = Pattern.compile("([a-z]{2}(?:-[a-z]+)+-[0-9]+)[a-z]");

  SortedMap<String, String> read(boolean secure) {
    SortedMap<String, String> metadata = new TreeMap<>();
    entries(json.path("metadata"), "", metadata);
    FIELDS.forEach(field -> put(field, InstanceJson.text(json, field), metadata));
    entries(json.path("dataCenterInfo").path("metadata"), "node.", metadata);
    String ofCloud = metadata.getOrDefault("node.availability-zone", "");
    String zone = metadata.getOrDefault("zone", ofCloud);
    Matcher matcher = CLOUD_ZONE.matcher(zone);
    put("node.zone", zone, metadata);
    put(
        "node.region",
        metadata.getOrDefault("region", matcher.matches() ? String.valueOf(matcher.group(1)) : ""),
        metadata);
    put("node.scheme", secure ? "https" : "", metadata);
    put("node.secure-host", secure ? InstanceJson.text(json, "hostName") : "", metadata);
    return metadata;
  }

  // A key that begins with node. is not the instance's to give.
  private static void entries(JsonNode object, String prefix, SortedMap<String, String> into) {
    int room = into.size() + MOST;
    for (var field : object.properties()) {
      String key = field.getKey();
      JsonNode value = field.getValue();
      boolean own = !key.startsWith("@") && !key.startsWith("node.");
      if (own && value.isValueNode() && !value.isNull() && into.size() < room) {
        put(prefix + key, value.asText(), into);
      }
    }
  }

  private static void put(String key, String value, SortedMap<String, String> into) {
    if (!value.isEmpty() && key.length() <= LONGEST && value.length() <= LONGEST) {
      into.put(key, value);
    }
  }
}
