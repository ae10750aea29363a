package dev.portolan.rules;

import dev.portolan.registry.Policy;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What values may be, as JSON Schema (draft 2020-12) says it. Pure. */
final class SchemaTypes {
  static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";

  private SchemaTypes() {}

  /**
   * A mapping with these fields and no others.
   *
   * @param fields that its reader knows
   * @param types one for each of them
   * @throws IllegalStateException if they are not the same
   */
  static Map<String, Object> mapping(
      Set<String> fields, Map<String, Object> types, String... required) {
    if (!fields.equals(types.keySet())) {
      throw new IllegalStateException(
          "fields %s have the types %s"
              .formatted(new TreeSet<>(fields), new TreeSet<>(types.keySet())));
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", new TreeMap<>(types));
    if (required.length > 0) {
      schema.put("required", List.of(required));
    }
    schema.put("additionalProperties", false);
    return schema;
  }

  /** The same mapping with exactly one of some fields. */
  static Map<String, Object> exactlyOne(Map<String, Object> mapping, List<String> of) {
    Map<String, Object> schema = new LinkedHashMap<>(mapping);
    schema.put("oneOf", of.stream().map(field -> Map.of("required", List.of(field))).toList());
    return schema;
  }

  /** The same mapping with at least one of some fields. */
  static Map<String, Object> someOf(Map<String, Object> mapping, List<String> of) {
    Map<String, Object> schema = new LinkedHashMap<>(mapping);
    schema.put("anyOf", of.stream().map(field -> Map.of("required", List.of(field))).toList());
    return schema;
  }

  /** The same with the keys of all mappings sorted, so that it is written alike each time. */
  static Map<String, Object> sorted(Map<?, ?> schema) {
    Map<String, Object> sorted = new TreeMap<>();
    schema.forEach((key, value) -> sorted.put((String) key, sorted(value)));
    return sorted;
  }

  private static Object sorted(Object value) {
    if (value instanceof Map<?, ?> map) {
      return sorted(map);
    }
    return value instanceof List<?> list ? list.stream().map(SchemaTypes::sorted).toList() : value;
  }

  static Map<String, Object> list(Object of, int least, int most) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "array");
    schema.put("items", of);
    schema.put("minItems", least);
    schema.put("maxItems", most);
    return schema;
  }

  static Map<String, Object> text(String pattern) {
    return Map.of("type", "string", "pattern", "^(" + pattern + ")$");
  }

  static Map<String, Object> label() {
    return text(LABEL);
  }

  /** A host, {@code <namespace>/<name>}. */
  static Map<String, Object> host() {
    return text(LABEL + "/" + LABEL);
  }

  static Map<String, Object> time() {
    return text("[0-9]{1,7}(ms|s|m|h)");
  }

  static Map<String, Object> number(int least, int most) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "integer");
    schema.put("minimum", least);
    schema.put("maximum", most);
    return schema;
  }

  static Map<String, Object> percent() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "number");
    schema.put("minimum", 0.01);
    schema.put("maximum", 100);
    return schema;
  }

  /** 1 to so many things, by name. */
  static Map<String, Object> byName(Object of, int most) {
    return Map.of(
        "type", "object", "additionalProperties", of, "minProperties", 1, "maxProperties", most);
  }

  /** Texts by name. */
  static Map<String, Object> texts() {
    return Map.of("type", "object", "additionalProperties", Map.of("type", "string"));
  }

  /** The words for constants; {@code UNKNOWN} has none. */
  static Map<String, Object> words(Class<? extends Enum<?>> constants) {
    return Map.of(
        "enum",
        Arrays.stream(constants.getEnumConstants())
            .filter(constant -> !constant.name().equals("UNKNOWN"))
            .map(YamlValues::name)
            .toList());
  }

  /** Hosts, as a policy selects them. */
  static Map<String, Object> selectors() {
    return list(text("\\*|" + LABEL + "/(\\*|" + LABEL + ")"), 1, Policy.MAX_SELECTORS);
  }
}
