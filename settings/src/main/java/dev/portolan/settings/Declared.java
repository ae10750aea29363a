package dev.portolan.settings;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A program's settings by key, in declared order, and the names that they have in each layer. */
final class Declared {
  private final String prefix;
  private final Map<String, Setting<?>> byKey = new LinkedHashMap<>();
  private final Map<String, Setting<?>> byVariable = new LinkedHashMap<>();

  Declared(String prefix, List<Setting<?>> settings) {
    this.prefix = prefix;
    for (Setting<?> setting : settings) {
      if (byKey.put(setting.key(), setting) != null
          || byVariable.put(variable(setting.key()), setting) != null) {
        throw new IllegalArgumentException("two settings are named like " + setting);
      }
    }
  }

  Collection<Setting<?>> all() {
    return byKey.values();
  }

  Collection<String> keys() {
    return byKey.keySet();
  }

  Collection<String> variables() {
    return byVariable.keySet();
  }

  @Nullable Setting<?> byKey(String key) {
    return byKey.get(key);
  }

  @Nullable Setting<?> byVariable(String variable) {
    return byVariable.get(variable);
  }

  String prefix() {
    return prefix;
  }

  /** {@code push.keep-alive} is {@code PORTOLAN_HUB_PUSH_KEEP_ALIVE}. */
  String variable(String key) {
    return prefix + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
