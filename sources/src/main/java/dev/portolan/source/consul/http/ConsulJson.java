package dev.portolan.source.consul.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portolan.registry.Endpoint.Health;
import dev.portolan.source.mapping.Instance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Consul's JSON. An answer with anything in it that cannot be understood is refused as a whole: to
 * leave a part out would be to say that it is not there. Pure.
 *
 * @param taggedAddress name of the address to take where there is one of that name
 */
record ConsulJson(String taggedAddress) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** {@code /v1/catalog/services}: tags by name. */
  static SortedMap<String, SortedSet<String>> services(byte[] body) throws IOException {
    JsonNode root = MAPPER.readTree(body);
    if (!root.isObject()) {
      throw new IOException("an object of services is expected");
    }
    SortedMap<String, SortedSet<String>> services = new TreeMap<>();
    for (var field : root.properties()) {
      services.put(field.getKey(), texts(field.getValue()));
    }
    return services;
  }

  /** {@code /v1/health/service/NAME}: instances, without proxies and gateways of Consul's own. */
  List<Instance> instances(String service, byte[] body) throws IOException {
    JsonNode root = MAPPER.readTree(body);
    if (!root.isArray()) {
      throw new IOException("an array of instances is expected");
    }
    List<Instance> instances = new ArrayList<>();
    for (JsonNode entry : root) {
      if (entry.path("Service").path("Kind").asText("").isEmpty()) {
        instances.add(instance(service, entry));
      }
    }
    return instances;
  }

  private Instance instance(String service, JsonNode entry) throws IOException {
    JsonNode node = object(entry, "Node");
    JsonNode own = object(entry, "Service");
    String id = text(node, "Node") + "/" + text(own, "ID");
    SortedMap<String, String> metadata = new TreeMap<>();
    entries(node.path("Meta"), "node.", metadata);
    entries(own.path("Meta"), "", metadata);
    JsonNode tagged = own.path("TaggedAddresses").path(taggedAddress);
    boolean useTagged = !taggedAddress.isEmpty() && tagged.isObject();
    String address = useTagged ? tagged.path("Address").asText("") : own.path("Address").asText("");
    return new Instance(
        service,
        id,
        address.isEmpty() ? node.path("Address").asText("") : address,
        useTagged && tagged.path("Port").asInt(0) > 0
            ? tagged.path("Port").asInt(0)
            : own.path("Port").asInt(0),
        health(entry.path("Checks")),
        node.path("Datacenter").asText(""),
        texts(own.path("Tags")),
        metadata,
        weight(own.path("Weights"), entry.path("Checks")));
  }

  // Who says none has 1; 0 is as little as can be, as in Consul's DNS.
  private static int weight(JsonNode weights, JsonNode checks) {
    boolean warns = false;
    for (JsonNode check : checks) {
      warns |= check.path("Status").asText("").equals("warning");
    }
    return Math.max(1, weights.path(warns ? "Warning" : "Passing").asInt(1));
  }

  // A warning is served, as Consul's DNS does; maintenance is a critical check of its own.
  private static Health health(JsonNode checks) throws IOException {
    Health health = Health.READY;
    for (JsonNode check : checks) {
      switch (text(check, "Status")) {
        case "passing", "warning" -> {}
        case "maintenance", "critical" -> health = Health.NOT_READY;
        default -> throw new IOException("a check has the status " + check.path("Status"));
      }
    }
    return health;
  }

  private static JsonNode object(JsonNode parent, String field) throws IOException {
    JsonNode found = parent.path(field);
    if (!found.isObject()) {
      throw new IOException("an instance has no object " + field);
    }
    return found;
  }

  private static String text(JsonNode parent, String field) throws IOException {
    JsonNode found = parent.path(field);
    if (!found.isTextual() || found.asText().isEmpty()) {
      throw new IOException("a part of an instance has no text " + field);
    }
    return found.asText();
  }

  private static SortedSet<String> texts(JsonNode array) {
    SortedSet<String> texts = new TreeSet<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private static void entries(JsonNode object, String prefix, SortedMap<String, String> into) {
    for (var field : object.properties()) {
      into.put(prefix + field.getKey(), field.getValue().asText());
    }
  }
}
