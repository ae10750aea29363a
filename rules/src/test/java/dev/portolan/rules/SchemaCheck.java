package dev.portolan.rules;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** As much of JSON Schema as {@link RuleSchema} uses. A keyword that is not known here is a bug. */
record SchemaCheck(Map<String, Object> schema) {
  boolean fits(Object value) {
    return schema.entrySet().stream().allMatch(each -> fits(each.getKey(), each.getValue(), value));
  }

  private boolean fits(String keyword, Object asked, Object value) {
    return switch (keyword) {
      case "$schema", "title" -> true;
      case "type" -> isA((String) asked, value);
      case "const" -> asked.equals(value);
      case "enum" -> ((Collection<?>) asked).contains(value);
      case "pattern" -> !(value instanceof String text) || Pattern.matches((String) asked, text);
      case "minLength" -> !(value instanceof String text) || text.length() >= (Integer) asked;
      case "minimum" -> !(value instanceof Number number) || number.doubleValue() >= of(asked);
      case "maximum" -> !(value instanceof Number number) || number.doubleValue() <= of(asked);
      case "minItems" -> !(value instanceof List<?> list) || list.size() >= (Integer) asked;
      case "maxItems" -> !(value instanceof List<?> list) || list.size() <= (Integer) asked;
      case "minProperties" -> !(value instanceof Map<?, ?> map) || map.size() >= (Integer) asked;
      case "maxProperties" -> !(value instanceof Map<?, ?> map) || map.size() <= (Integer) asked;
      case "items" ->
          !(value instanceof List<?> list) || list.stream().allMatch(check(asked)::fits);
      case "properties" ->
          !(value instanceof Map<?, ?> map)
              || map.entrySet().stream()
                  .allMatch(
                      field ->
                          !mapping(asked).containsKey(field.getKey())
                              || check(Objects.requireNonNull(mapping(asked).get(field.getKey())))
                                  .fits(field.getValue()));
      case "required" ->
          !(value instanceof Map<?, ?> map) || map.keySet().containsAll((Collection<?>) asked);
      case "additionalProperties" -> additional(asked, value);
      case "oneOf" ->
          ((Collection<?>) asked).stream().filter(one -> check(one).fits(value)).count() == 1;
      case "anyOf" -> ((Collection<?>) asked).stream().anyMatch(one -> check(one).fits(value));
      default -> throw new IllegalArgumentException(keyword);
    };
  }

  private boolean additional(Object asked, Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return true;
    }
    Map<?, ?> known =
        schema.containsKey("properties") ? mapping(schema.get("properties")) : Map.of();
    return map.entrySet().stream()
        .filter(field -> !known.containsKey(field.getKey()))
        .allMatch(field -> !Boolean.FALSE.equals(asked) && check(asked).fits(field.getValue()));
  }

  private static boolean isA(String type, Object value) {
    return switch (type) {
      case "object" -> value instanceof Map<?, ?>;
      case "array" -> value instanceof List<?>;
      case "string" -> value instanceof String;
      case "integer" -> value instanceof Integer;
      case "number" -> value instanceof Number;
      case "boolean" -> value instanceof Boolean;
      default -> throw new IllegalArgumentException(type);
    };
  }

  private static double of(Object number) {
    return ((Number) number).doubleValue();
  }

  private static Map<?, ?> mapping(Object schema) {
    return (Map<?, ?>) schema;
  }

  @SuppressWarnings("unchecked") // schemas are made of such maps only
  private static SchemaCheck check(Object schema) {
    return new SchemaCheck((Map<String, Object>) schema);
  }
}
