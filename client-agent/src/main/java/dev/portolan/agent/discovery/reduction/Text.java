package dev.portolan.agent.discovery.reduction;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the Kubernetes model leaves out is null there; here it is empty. */
final class Text {
  private Text() {}

  static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  /** Without entries that have no value, as {@code label:} in YAML. */
  static Map<String, String> orEmpty(@Nullable Map<String, @Nullable String> map) {
    Map<String, String> entries = new TreeMap<>();
    if (map != null) {
      map.forEach(
          (key, value) -> {
            if (value != null) {
              entries.put(key, value);
            }
          });
    }
    return entries;
  }
}
