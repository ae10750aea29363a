package dev.portolan.translate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.istio.api.networking.v1.DestinationRule;
import io.fabric8.istio.api.networking.v1.ServiceEntry;
import io.fabric8.istio.api.networking.v1.VirtualService;
import io.fabric8.istio.api.security.v1.AuthorizationPolicy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An object as YAML in exactly one way: {@code apiVersion, kind, metadata, spec} in this order, all
 * keys below sorted, no status, no nulls, nothing empty that the object does not say. Equal objects
 * give equal bytes, whatever order their maps were filled in.
 */
public final class CanonicalYaml {
  private static final List<String> TOP = List.of("apiVersion", "kind", "metadata", "spec");
  private static final int HASH_DIGITS = 16;

  private static final YAMLMapper MAPPER =
      new YAMLMapper(
          YAMLFactory.builder()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .stringQuotingChecker(new PlainScalars())
              .build());

  private CanonicalYaml() {}

  /** UTF-8, ending in one line feed. */
  public static byte[] write(HasMetadata object) {
    return write(tree(object));
  }

  /** As {@link #write(HasMetadata)}, of an object's tree. */
  public static byte[] write(JsonNode tree) {
    ObjectNode ordered = JsonNodeFactory.instance.objectNode();
    for (String key : TOP) {
      if (tree.hasNonNull(key)) {
        ordered.set(key, sorted(tree.get(key)));
      }
    }
    return bytes(ordered);
  }

  /** 16 hexadecimal digits that are equal when the specs are. */
  public static String specHash(HasMetadata object) {
    return specHash(tree(object));
  }

  /** As {@link #specHash(HasMetadata)}, of an object as an API server gives it. */
  public static String specHash(JsonNode object) {
    JsonNode spec =
        object.path("kind").asText().equals(StubServices.KIND)
            ? StubServices.said(object)
            : object.path("spec");
    // As JSON, which says the same in a fraction of the time: this is asked of every object that is
    // planned, written, listed or seen.
    byte[] said = sorted(spec).toString().getBytes(StandardCharsets.UTF_8);
    return ObjectNames.sha256(said).substring(0, HASH_DIGITS);
  }

  /** The object as a tree. */
  public static JsonNode tree(HasMetadata object) {
    return MAPPER.valueToTree(object);
  }

  /**
   * Reads an object of a kind that Portolan writes; the inverse of {@link #write}.
   *
   * @throws IOException if the text is not YAML, not an object, or of another kind
   */
  public static HasMetadata parse(byte[] yaml) throws IOException {
    JsonNode tree = MAPPER.readTree(yaml);
    String kind = tree.path("apiVersion").asText() + '/' + tree.path("kind").asText();
    return switch (kind) {
      case "networking.istio.io/v1/ServiceEntry" -> MAPPER.treeToValue(tree, ServiceEntry.class);
      case "networking.istio.io/v1/DestinationRule" ->
          MAPPER.treeToValue(tree, DestinationRule.class);
      case "networking.istio.io/v1/VirtualService" ->
          MAPPER.treeToValue(tree, VirtualService.class);
      case "security.istio.io/v1/AuthorizationPolicy" ->
          MAPPER.treeToValue(tree, AuthorizationPolicy.class);
      case "v1/Service" -> MAPPER.treeToValue(tree, Service.class);
      default ->
          throw new IOException(
              "'%s' is neither a Service, an AuthorizationPolicy of security.istio.io/v1, nor a ServiceEntry, DestinationRule or VirtualService of networking.istio.io/v1"
                  .formatted(kind));
    };
  }

  private static byte[] bytes(JsonNode tree) {
    try {
      return MAPPER.writeValueAsString(tree).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that cannot be written", e);
    }
  }

  private static JsonNode sorted(JsonNode node) {
    if (node.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      node.forEach(element -> array.add(sorted(element)));
      return array;
    }
    if (!node.isObject()) {
      return node;
    }
    Map<String, JsonNode> entries = new TreeMap<>();
    node.properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    entries.forEach(
        (key, value) -> {
          if (!value.isNull()) {
            object.set(key, sorted(value));
          }
        });
    return object;
  }
}
